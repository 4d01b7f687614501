/**
 * The log: its settings, and what Logback and Spring Boot's encoder need so that
 * untrusted text in a message or an exception can't forge a line.
 */
@NullMarked
package dev.rollcall.log;

import org.jspecify.annotations.NullMarked;
