/**
 * What the adapters of all providers share: a request and its response, strict reading of JSON, delays and dates in
 * headers, key files, what missing credentials mean, and the {@linkplain dev.rollcall.directory.wire.Network way} to a
 * provider: proxies, trusted authorities, and what to say where it is broken. It knows the {@linkplain dev.rollcall.directory port} alone and
 * no vendor's SDK.
 */
@NullMarked
package dev.rollcall.directory.wire;

import org.jspecify.annotations.NullMarked;
