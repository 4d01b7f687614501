/** What was published of a source at two times, compared. */
@NullMarked
package dev.rollcall.answer.diff;

import org.jspecify.annotations.NullMarked;
