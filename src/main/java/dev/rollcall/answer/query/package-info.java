/**
 * Reporting queries: files of one statement each, whose head tells a program as well as a person what they answer, what
 * they take and what they give. Those of {@code db/queries} are built in; a folder may hold further ones.
 */
@NullMarked
package dev.rollcall.answer.query;

import org.jspecify.annotations.NullMarked;
