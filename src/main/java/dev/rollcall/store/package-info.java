/**
 * Wires the rooms of the store, in the order that data takes: {@code source} (who may write), {@code staging} (rows of
 * the open snapshot), {@code snapshot} (what became of a reading) and {@code publish} (staging becomes history). Door:
 * {@link StoreModule}.
 */
@NullMarked
package dev.rollcall.store;

import org.jspecify.annotations.NullMarked;
