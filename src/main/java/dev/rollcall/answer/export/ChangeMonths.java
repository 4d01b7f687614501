package dev.rollcall.answer.export;

import dev.rollcall.answer.SourceAt;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** The months, in UTC, in which something of a source may have changed. */
final class ChangeMonths {
    /** A publish may be under way at the end of a month, and be seen only once it is committed. */
    private static final Duration GRACE = Duration.ofDays(1);

    private ChangeMonths() {}

    /** From the first publish, or the span's beginning, on until now or its end. */
    static List<YearMonth> of(SourceAt source, ExportOptions.Changes span, Instant now) {
        Instant first = source.firstPublished();
        if (first == null) {
            return List.of();
        }
        Instant from = span.from() == null || span.from().isBefore(first) ? first : span.from();
        // The end itself no longer counts.
        Instant last =
                span.to() == null || span.to().isAfter(now) ? now : span.to().minusNanos(1_000);
        if (from.isAfter(last)) {
            return List.of();
        }
        return Stream.iterate(month(from), month -> !month.isAfter(month(last)), month -> month.plusMonths(1))
                .toList();
    }

    static Instant beginning(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Whether nothing can be published in it any more. */
    static boolean isOver(YearMonth month, Instant now) {
        return !beginning(month.plusMonths(1)).plus(GRACE).isAfter(now);
    }

    private static YearMonth month(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }
}
