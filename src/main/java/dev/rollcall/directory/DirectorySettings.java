package dev.rollcall.directory;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an adapter needs to read one identity store.
 *
 * @param identityStoreId matches {@link Provider#identityStoreId()}
 * @param endpoint used instead of the region's own; null for the region's own
 * @param workers requests in flight at once, at least 1; the adapter keeps as many connections
 * @param pageSize 1 to 100
 * @param timeout of one attempt of one request, positive
 */
public record DirectorySettings(
        String identityStoreId,
        String region,
        @Nullable URI endpoint,
        Credentials credentials,
        int workers,
        int pageSize,
        Duration timeout) {}
