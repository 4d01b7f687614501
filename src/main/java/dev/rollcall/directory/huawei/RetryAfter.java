package dev.rollcall.directory.huawei;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The delay that an answer asks for. */
final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    /** The gateway's words for its flow limit: {@code limit:5,time:1 minute}. */
    private static final Pattern LIMIT = Pattern.compile(
            "limit\\s*:\\s*(\\d{1,9})\\s*,\\s*time\\s*:\\s*(\\d{1,6})\\s*(second|minute|hour|day)",
            Pattern.CASE_INSENSITIVE);

    private RetryAfter() {}

    /** The header Retry-After, in seconds or as a date; null when there is none that can be read. */
    static @Nullable Duration header(Answer answer, Instant now) {
        String header = answer.retryAfter() == null ? "" : answer.retryAfter().strip();
        if (SECONDS.matcher(header).matches()) {
            return Duration.ofSeconds(Long.parseLong(header));
        }
        Instant until = date(header);
        if (until == null) {
            return null;
        }
        // By the provider's clock where it shows it, so that ours need not agree.
        Instant sent = date(answer.date());
        Duration delay = Duration.between(sent == null ? now : sent, until);
        return delay.isNegative() ? Duration.ZERO : delay;
    }

    /**
     * A flow limit stated in words, as the pace that keeps within it: of 5 requests a minute one every 12 seconds. Null
     * when the words state none.
     */
    static @Nullable Duration words(String message) {
        Matcher limit = LIMIT.matcher(message);
        if (!limit.find() || Long.parseLong(limit.group(1)) == 0) {
            return null;
        }
        long count = Long.parseLong(limit.group(2));
        Duration period = switch (limit.group(3).toLowerCase(Locale.ROOT)) {
            case "second" -> Duration.ofSeconds(count);
            case "minute" -> Duration.ofMinutes(count);
            case "hour" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
        return period.dividedBy(Long.parseLong(limit.group(1)));
    }

    /** An HTTP date; null when it is none. */
    static @Nullable Instant date(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
