package dev.rollcall.answer.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source as the database names it.
 *
 * @param prunedBefore what ended before was removed; null while nothing was
 */
record ReportedSource(
        int id,
        String name,
        String provider,
        String identityStoreId,
        @Nullable Instant prunedBefore) {}
