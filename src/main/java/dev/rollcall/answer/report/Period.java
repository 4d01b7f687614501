package dev.rollcall.answer.report;

/**
 * A row of history.
 *
 * @param from microseconds since 1970 UTC
 * @param to the same; {@link TimeAxis#OPEN} while it has no end
 * @param begins the letter of the history tables: k, n or c
 * @param ends the letter of the history tables: -, g, u, c or r
 */
record Period(long from, long to, char begins, char ends) {}
