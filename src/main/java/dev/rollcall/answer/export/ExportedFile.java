package dev.rollcall.answer.export;

/**
 * A file that was written, as the manifest tells it.
 *
 * @param name relative to the manifest
 * @param sha256 of its bytes, in hexadecimal
 */
public record ExportedFile(String name, long rows, String sha256) {}
