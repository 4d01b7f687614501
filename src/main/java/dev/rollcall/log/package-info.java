/** The log's own words of {@code logback.xml}: untrusted text in a message or an exception can't forge a line. */
@NullMarked
package dev.rollcall.log;

import org.jspecify.annotations.NullMarked;
