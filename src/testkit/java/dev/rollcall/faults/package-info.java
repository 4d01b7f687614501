/** Ends the program at every point where it can end, and compares what comes of it with a model. */
@NullMarked
package dev.rollcall.faults;

import org.jspecify.annotations.NullMarked;
