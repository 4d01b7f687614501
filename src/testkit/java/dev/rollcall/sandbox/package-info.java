/**
 * A server that speaks both providers' real wire protocols over generated directories, so that the real SDKs are tested, with {@linkplain dev.rollcall.sandbox.Faults faults} on demand and a {@linkplain
 * dev.rollcall.sandbox.RequestLog log} of what was asked. Start with {@link dev.rollcall.sandbox.Sandbox}.
 */
@NullMarked
package dev.rollcall.sandbox;

import org.jspecify.annotations.NullMarked;
