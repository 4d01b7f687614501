/** Shows the progress of runs: bars on a terminal, lines in a log. */
@NullMarked
package dev.rollcall.cli.progress;

import org.jspecify.annotations.NullMarked;
