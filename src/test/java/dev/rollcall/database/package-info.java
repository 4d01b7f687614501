/**
 * Real PostgreSQL for tests and development: {@linkplain dev.rollcall.database.TestDatabase a fresh database a test},
 * {@linkplain dev.rollcall.database.TestServer a server of its own} that a test may crash, and {@linkplain
 * dev.rollcall.database.EmbeddedServer a server whose data are kept}.
 */
@NullMarked
package dev.rollcall.database;

import org.jspecify.annotations.NullMarked;
