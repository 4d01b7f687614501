/**
 * Rate control, retry and the guard against endless listings, the same for all providers. {@link
 * dev.rollcall.directory.pacing.RequestPacer#around} puts them around an adapter and says why in that order. Depends on
 * {@code directory} only.
 */
@NullMarked
package dev.rollcall.directory.pacing;

import org.jspecify.annotations.NullMarked;
