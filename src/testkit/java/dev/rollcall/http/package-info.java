/**
 * An HTTP/1.1 server for tests that answers exactly as it is told: broken, cut off, slow or not at all where that is
 * wanted. Start with {@link dev.rollcall.http.HttpServer}.
 */
@NullMarked
package dev.rollcall.http;

import org.jspecify.annotations.NullMarked;
