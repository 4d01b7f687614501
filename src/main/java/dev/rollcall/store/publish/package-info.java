/**
 * Turns a staged snapshot into history in one transaction: completeness, differences, guard, consent, history, seal.
 * Doors: {@link Publisher} with its {@link PublishRequest} and {@link PublishOutcome}, or a {@link Comparison} of a dry
 * run; {@link SourceRetirement}, which ends a source's rows; {@link Integrity}, which only looks. The first two need
 * the caller's READ COMMITTED transaction, and the epoch that the caller raised under the source's lock.
 */
@NullMarked
package dev.rollcall.store.publish;

import org.jspecify.annotations.NullMarked;
