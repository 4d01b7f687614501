package dev.rollcall.source;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.SafeText;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Reads small files of UTF-8 text. */
final class TextFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private TextFile() {}

    /**
     * The text of a file, without a byte order mark.
     *
     * @param where begins the message of the exception
     */
    static String read(Path file, int maxBytes, String where) {
        byte[] bytes = bytes(file, maxBytes, where);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(where + ": expected text in UTF-8", e);
        }
    }

    private static byte[] bytes(Path file, int maxBytes, String where) {
        try {
            if (!file.toFile().isFile()) {
                // Throws where there is none, or none that can be seen.
                BasicFileAttributes unused = Files.readAttributes(file, BasicFileAttributes.class);
                throw new ConfigurationException(where + ": expected a file, found a folder or a device");
            }
            return bytesOfRegular(file, maxBytes, where);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(where + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new ConfigurationException(where + ": no permission to read it", e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    where + ": can't be read: " + SafeText.masked(String.valueOf(e.getMessage())), e);
        }
    }

    private static byte[] bytesOfRegular(Path file, int maxBytes, String where) throws IOException {
        try (InputStream in = open(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new ConfigurationException(where + ": expected at most " + (maxBytes >> 20) + " MiB");
            }
            return bytes;
        }
    }

    /** By java.io, which takes a third of the time; why a file can't be opened only java.nio tells. */
    private static InputStream open(Path file) throws IOException {
        try {
            return new FileInputStream(file.toFile());
        } catch (FileNotFoundException e) {
            return Files.newInputStream(file);
        }
    }
}
