package dev.rollcall.answer.evidence;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code sources.sql}.
 *
 * @param unlinkedSnapshot the first published snapshot that has no link; null when each has one
 */
record SourceRow(
        int number,
        String name,
        String provider,
        String identityStoreId,
        @Nullable OffsetDateTime retiredAt,
        @Nullable OffsetDateTime prunedBefore,
        @Nullable Long unlinkedSnapshot,
        @Nullable OffsetDateTime unlinkedAt) {}
