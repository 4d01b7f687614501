package dev.rollcall.directory.aws;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Times in HTTP headers; what makes no sense is none. */
final class HttpTime {
    private static final Duration LONGEST_DELAY = Duration.ofDays(1);

    private HttpTime() {}

    static @Nullable Instant date(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            return ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException notADate) {
            return null;
        }
    }

    /** Seconds, or a date by the server's own clock where it tells; nothing negative, and nothing unreasonable. */
    static @Nullable Duration delay(@Nullable String asked, @Nullable Instant serverTime, Clock clock) {
        if (asked == null) {
            return null;
        }
        Duration delay;
        if (asked.strip().matches("\\d{1,9}")) {
            delay = Duration.ofSeconds(Long.parseLong(asked.strip()));
        } else {
            Instant until = date(asked);
            if (until == null) {
                return null;
            }
            delay = Duration.between(serverTime == null ? clock.instant() : serverTime, until);
        }
        if (delay.isNegative()) {
            return Duration.ZERO;
        }
        return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    }
}
