/** Makes a job file out of a person's answers: {@link dev.rollcall.cli.init.Interview} asks, one question a key. */
@NullMarked
package dev.rollcall.cli.init;

import org.jspecify.annotations.NullMarked;
