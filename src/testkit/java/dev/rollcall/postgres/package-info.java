/**
 * Real PostgreSQL for tests and development: {@linkplain dev.rollcall.postgres.TestDatabase a fresh database a test},
 * {@linkplain dev.rollcall.postgres.TestServer a server of its own} that a test may crash, and {@linkplain
 * dev.rollcall.postgres.EmbeddedServer a server whose data are kept}.
 */
@NullMarked
package dev.rollcall.postgres;

import org.jspecify.annotations.NullMarked;
