package dev.rollcall.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * A key that the sandbox accepts, with either provider.
 *
 * @param sessionToken that a request must carry when the key is temporary; null for a long-lived key
 */
public record AccessKey(String id, String secret, @Nullable String sessionToken) {}
