/**
 * Checks what a sync needs, a line each. {@link dev.rollcall.cli.check.Checks} is the door; it tells whose fault each
 * failure is, and knows neither commands nor exit codes.
 */
@NullMarked
package dev.rollcall.cli.check;

import org.jspecify.annotations.NullMarked;
