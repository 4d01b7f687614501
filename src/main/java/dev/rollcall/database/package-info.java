/** The database itself: its settings, connections, server and schema, and statements in files. */
@NullMarked
package dev.rollcall.database;

import org.jspecify.annotations.NullMarked;
