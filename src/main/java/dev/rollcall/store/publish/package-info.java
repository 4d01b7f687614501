/** Turns staging into history in one transaction: differences, guard, consent, history. */
@NullMarked
package dev.rollcall.store.publish;

import org.jspecify.annotations.NullMarked;
