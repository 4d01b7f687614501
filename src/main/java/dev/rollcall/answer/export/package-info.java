/**
 * What is published as files: CSV, JSON lines and Parquet, each with a manifest. {@link dev.rollcall.answer.export.Export}
 * is the door. Rows pass through one by one, so that memory doesn't grow with their number. Only this package knows
 * Parquet.
 */
@NullMarked
package dev.rollcall.answer.export;

import org.jspecify.annotations.NullMarked;
