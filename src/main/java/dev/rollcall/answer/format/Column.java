package dev.rollcall.answer.format;

/** A column of an answer. */
public record Column(String name, ColumnType type) {}
