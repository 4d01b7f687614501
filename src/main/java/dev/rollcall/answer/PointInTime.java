package dev.rollcall.answer;

import dev.rollcall.directory.ConfigurationException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A time as people write it on the command line: a date (00:00 UTC), a date and time with or without zone (without: UTC),
 * or {@code now}. Microseconds are the finest that the database knows.
 */
public final class PointInTime {
    /** The form in which each time is told: {@code 2026-03-01T02:17:00.123456Z}. */
    private static final DateTimeFormatter OUT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter IN = new DateTimeFormatterBuilder()
            .parseStrict()
            .appendPattern("uuuu-MM-dd")
            .optionalStart()
            .appendPattern("'T'HH:mm[:ss]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 6, true)
            .optionalEnd()
            .optionalStart()
            .appendPattern("[XXX][XX][X]")
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /** Each form of a zone is optional above, so that one may follow another. */
    private static final Pattern TWO_ZONES = Pattern.compile(".{11,}[Z+-].*[Z+-].*");

    /** What PostgreSQL can hold, with room to spare, and what four digits of a year can say. */
    public static final Instant LEAST = Instant.parse("0001-01-01T00:00:00Z");

    private final String text;
    private final Optional<Instant> at;

    private PointInTime(String text, Optional<Instant> at) {
        this.text = text;
        this.at = at;
    }

    /**
     * Reads a time.
     *
     * @throws ConfigurationException when the text is none
     */
    public static PointInTime parse(String text) {
        if (text.equals("now")) {
            return new PointInTime(text, Optional.empty());
        }
        try {
            TemporalAccessor parsed = IN.parse(separated(text));
            LocalDate date = LocalDate.from(parsed);
            Instant at = parsed.isSupported(ChronoField.HOUR_OF_DAY)
                    ? LocalDateTime.from(parsed).atZone(zone(parsed)).toInstant()
                    : date.atStartOfDay(ZoneOffset.UTC).toInstant();
            if (at.isBefore(LEAST)) {
                throw new DateTimeException("before the year 1");
            }
            if (TWO_ZONES.matcher(text).matches()) {
                throw new DateTimeException("more than one zone");
            }
            return new PointInTime(text, Optional.of(at.truncatedTo(ChronoUnit.MICROS)));
        } catch (DateTimeException e) {
            throw new ConfigurationException(
                    "'" + text + "' is no time: expected a date (2026-03-01), a date and time (2026-03-01T02:17,"
                            + " '2026-03-01 02:17:00+01:00'; UTC without a zone), or now",
                    e);
        }
    }

    /**
     * The time itself.
     *
     * @param now the database's clock
     * @throws ConfigurationException when it is after now
     */
    public Instant resolve(Instant now) {
        Instant resolved = at.orElse(now);
        if (resolved.isAfter(now)) {
            throw new ConfigurationException(
                    "'" + text + "' is after now, " + format(now) + " by the database's clock: nothing is known then");
        }
        return resolved;
    }

    /** A time as it is told everywhere: in UTC, with microseconds. */
    public static String format(Instant time) {
        return OUT.format(time);
    }

    /** A space may stand between date and time. */
    private static String separated(String text) {
        int end = "2026-03-01".length();
        return text.length() > end && text.charAt(end) == ' '
                ? text.substring(0, end) + 'T' + text.substring(end + 1)
                : text;
    }

    private static ZoneId zone(TemporalAccessor parsed) {
        return parsed.isSupported(ChronoField.OFFSET_SECONDS) ? ZoneOffset.from(parsed) : ZoneOffset.UTC;
    }

    @Override
    public String toString() {
        return text;
    }
}
