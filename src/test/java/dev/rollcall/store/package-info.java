/** Tests of the store, on a real PostgreSQL. */
@NullMarked
package dev.rollcall.store;

import org.jspecify.annotations.NullMarked;
