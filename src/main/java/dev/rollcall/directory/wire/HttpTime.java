package dev.rollcall.directory.wire;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates and delays in HTTP headers; one that can't be read counts as none. */
public final class HttpTime {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    /** Providers refuse signatures whose time is further from their own clock. */
    private static final Duration GREATEST_SKEW = Duration.ofMinutes(15);

    private HttpTime() {}

    public static @Nullable Instant date(@Nullable String header) {
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

    /**
     * A delay given in seconds or as a date; never negative, and not bounded.
     *
     * @param serverTime what a date counts from, so that this host's clock need not agree; null where the server does
     *     not tell
     * @param now what a date counts from otherwise
     */
    public static @Nullable Duration delay(@Nullable String header, @Nullable Instant serverTime, Instant now) {
        String text = header == null ? "" : header.strip();
        if (SECONDS.matcher(text).matches()) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        Instant until = date(text);
        if (until == null) {
            return null;
        }
        Duration delay = Duration.between(serverTime == null ? now : serverTime, until);
        return delay.isNegative() ? Duration.ZERO : delay;
    }

    /**
     * How far this host's clock is ahead of the provider's, negative when it is behind.
     *
     * @param serverTime null when it is not known
     * @return null unless it is so far that the provider refuses this host's signatures
     */
    public static @Nullable Duration refusedSkew(@Nullable Instant serverTime, Instant now) {
        if (serverTime == null) {
            return null;
        }
        Duration ahead = Duration.between(serverTime, now);
        return ahead.abs().compareTo(GREATEST_SKEW) > 0 ? ahead : null;
    }
}
