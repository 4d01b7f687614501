/**
 * Measures the program against a provider under control and against what else could do its work. {@link
 * dev.rollcall.bench.Benchmark} is the table of contents.
 */
@NullMarked
package dev.rollcall.bench;

import org.jspecify.annotations.NullMarked;
