/**
 * Turns a staged snapshot into history in one transaction: completeness, differences, guard, consent, history, seal,
 * and the link of its chain.
 * Doors: {@link Publisher} with its {@link PublishRequest} and {@link PublishOutcome}, or a {@link Comparison} of a dry
 * run; {@link SourceRetirement}, which ends a source's rows; {@link Chain}, which adds a link for what else happens to
 * a source; {@link Integrity}, which only looks. All but the last need the caller's READ COMMITTED transaction, and the
 * epoch that the caller raised under the source's lock. {@link RecordSet}, {@link Facts} and {@link Fields} are the form
 * of the chain, for who recomputes it.
 */
@NullMarked
package dev.rollcall.store.publish;

import org.jspecify.annotations.NullMarked;
