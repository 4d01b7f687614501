/** Everything that speaks SQL: connections, lock and fence, staging, publish, history, and the queries on them. */
@NullMarked
package dev.rollcall.store;

import org.jspecify.annotations.NullMarked;
