/** Workers: when sources are due, and what becomes of the sources of workers that are killed, stopped or told to end. */
@NullMarked
package dev.rollcall.worker;

import org.jspecify.annotations.NullMarked;
