/** Tests of what the command line prints. */
@NullMarked
package dev.rollcall.cli;

import org.jspecify.annotations.NullMarked;
