package dev.rollcall.directory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user. Addresses, phones and birth dates are never read.
 *
 * @param email the primary address, else the first one; null when there is none
 * @param status null when the provider does not say
 * @param externalIds empty when there are none; neither their order nor duplicates mean anything
 * @param createdAt as the provider says, in UTC; null when it gives none
 * @param createdBy the principal, opaque text; null when the provider gives none
 * @param updatedAt like {@code createdAt}
 * @param updatedBy like {@code createdBy}
 */
public record User(
        String id,
        @Nullable String userName,
        @Nullable String displayName,
        @Nullable String email,
        @Nullable Status status,
        List<ExternalId> externalIds,
        @Nullable Instant createdAt,
        @Nullable String createdBy,
        @Nullable Instant updatedAt,
        @Nullable String updatedBy) {
    public User {
        externalIds = List.copyOf(externalIds);
    }

    /** Whether the user may sign in. */
    public enum Status {
        ENABLED,
        DISABLED
    }
}
