/**
 * The fault suite: kills the program at every point where it can be killed, cuts its connections, and compares what is
 * published with a model. Its instruments are here, its tests in the test sources.
 */
@NullMarked
package dev.rollcall.faults;

import org.jspecify.annotations.NullMarked;
