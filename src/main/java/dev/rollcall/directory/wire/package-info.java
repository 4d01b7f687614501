/**
 * What the adapters of all providers share: a request and its response, strict reading of JSON, delays and dates in
 * headers, key files, and what missing credentials mean. It knows the {@linkplain dev.rollcall.directory port} alone and
 * no vendor's SDK.
 */
@NullMarked
package dev.rollcall.directory.wire;

import org.jspecify.annotations.NullMarked;
