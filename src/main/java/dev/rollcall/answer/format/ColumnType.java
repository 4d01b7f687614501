package dev.rollcall.answer.format;

/** What the cells of a column are. Each may be null as well. */
public enum ColumnType {
    /** A {@link String}. */
    TEXT,

    /** A {@link Number}. */
    NUMBER,

    /** An {@link java.time.Instant} or {@link java.time.OffsetDateTime}; its greatest and least are PostgreSQL's infinity. */
    TIME,

    /** A {@link Boolean}. */
    FLAG,

    /** A {@link Number} of seconds. */
    INTERVAL,

    /** A {@link String} that is JSON. */
    JSON
}
