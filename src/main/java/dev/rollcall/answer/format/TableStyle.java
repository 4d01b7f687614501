package dev.rollcall.answer.format;

/** Where a table goes. */
public enum TableStyle {
    /** A file or a pipe: every cell is whole. */
    FILE,

    /** A terminal: a cell of a thousand characters would fill the screen, and is cut. */
    TERMINAL
}
