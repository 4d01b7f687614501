/**
 * What takes something of the past away, with the rights of the tables' owner, and tells it in the source's chain. Doors:
 * {@link HistoryPruning} removes periods that ended before a horizon; {@link UserForgetting} overwrites a user's personal
 * attributes; {@link Vacuum} takes what both left behind out of tables and statistics. The caller holds the source's lock
 * and has raised its epoch.
 */
@NullMarked
package dev.rollcall.store.retention;

import org.jspecify.annotations.NullMarked;
