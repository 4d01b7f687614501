/**
 * Rows of an answer as text: a table for people, CSV for a spreadsheet, JSON for a program. {@link
 * dev.rollcall.answer.format.RowFormat} opens a writer that holds some rows at most, however many there are.
 */
@NullMarked
package dev.rollcall.answer.format;

import org.jspecify.annotations.NullMarked;
