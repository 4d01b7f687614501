/**
 * Rate control, retry and the guard against endless listings, once for all providers. {@link
 * dev.rollcall.directory.pace.Pace#around} puts them around an adapter. Depends on {@code directory} only.
 */
@NullMarked
package dev.rollcall.directory.pace;

import org.jspecify.annotations.NullMarked;
