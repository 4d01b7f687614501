/** The contract with readers: views, functions and reporting queries, asked on a real database. */
@NullMarked
package dev.rollcall.readers;

import org.jspecify.annotations.NullMarked;
