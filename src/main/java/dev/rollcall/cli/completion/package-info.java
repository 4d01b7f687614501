/** The scripts by which a shell completes a command line, made of the commands' own options and parameters. */
@NullMarked
package dev.rollcall.cli.completion;

import org.jspecify.annotations.NullMarked;
