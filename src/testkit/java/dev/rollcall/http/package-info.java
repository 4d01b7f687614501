/**
 * An HTTP/1.1 server for tests that answers exactly as it is told: broken, cut off, slow or not at all where that is
 * wanted; and what stands between a company and such a server: a {@linkplain dev.rollcall.http.ForwardProxy forward
 * proxy} and a {@linkplain dev.rollcall.http.TestAuthority certificate authority}. Start with {@link
 * dev.rollcall.http.HttpServer}.
 */
@NullMarked
package dev.rollcall.http;

import org.jspecify.annotations.NullMarked;
