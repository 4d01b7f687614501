/**
 * The database itself, whatever is stored in it. Doors: {@link DatabaseSettings} says where it is, {@link Database}
 * connects, {@link ServerInfo} tells what the server is and permits, {@link Migrations} brings the schema up to date,
 * and {@link ErrorTranslator} makes failures of this room's libraries ours. For code that runs SQL: {@link SqlFile},
 * {@link RowCount}, {@link Timestamps}, {@link OutsideTransaction} and {@link LongTransaction}; and {@link
 * ConnectedTransactions} for Spring Batch. Nothing here needs a lock or a transaction of the caller's.
 */
@NullMarked
package dev.rollcall.database;

import org.jspecify.annotations.NullMarked;
