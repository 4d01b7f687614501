/** Rollcall: exports who is in which group from a cloud identity store to PostgreSQL, with history. */
@NullMarked
package dev.rollcall;

import org.jspecify.annotations.NullMarked;
