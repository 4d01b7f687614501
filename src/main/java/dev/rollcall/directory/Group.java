package dev.rollcall.directory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group in the normal form of all providers.
 *
 * @param displayName up to 1,024 characters of any script, tabs and line breaks included; null when the provider
 *     gives none
 * @param description null when absent; empty stays empty
 * @param externalIds empty when there are none; neither their order nor duplicates mean anything
 * @param createdAt as the provider says, in UTC; null when it gives none
 * @param createdBy the principal, opaque text; null when the provider gives none
 * @param updatedAt like {@code createdAt}
 * @param updatedBy like {@code createdBy}
 */
public record Group(
        GroupId id,
        @Nullable String displayName,
        @Nullable String description,
        List<ExternalId> externalIds,
        @Nullable Instant createdAt,
        @Nullable String createdBy,
        @Nullable Instant updatedAt,
        @Nullable String updatedBy) {
    public Group {
        externalIds = List.copyOf(externalIds);
    }
}
