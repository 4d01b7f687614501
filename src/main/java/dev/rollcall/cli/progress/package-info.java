/** Shows the progress of runs: lines on a terminal that are painted anew, or lines in a log. */
@NullMarked
package dev.rollcall.cli.progress;

import org.jspecify.annotations.NullMarked;
