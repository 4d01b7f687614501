/**
 * What questions have in common: the transaction that they read in, times as people write them, files that are written
 * whole or not at all. Each kind of question is a package of its own.
 */
@NullMarked
package dev.rollcall.answer;

import org.jspecify.annotations.NullMarked;
