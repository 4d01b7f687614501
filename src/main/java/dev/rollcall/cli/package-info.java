/**
 * The command line: {@link dev.rollcall.cli.Cli} parses a command, runs it, and says what came of it. Results go to
 * standard output, everything else to standard error; every error is one line and an exit code.
 */
@NullMarked
package dev.rollcall.cli;

import org.jspecify.annotations.NullMarked;
