/**
 * The benchmark: measures the program against a controlled provider and compares it with other ways to do its work. Start
 * with {@link dev.rollcall.bench.Benchmark}.
 */
@NullMarked
package dev.rollcall.bench;

import org.jspecify.annotations.NullMarked;
