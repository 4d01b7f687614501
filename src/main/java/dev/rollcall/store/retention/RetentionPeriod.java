package dev.rollcall.store.retention;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.SafeText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * For how long what has ended is kept.
 *
 * @param number of units; 0 keeps nothing that has ended
 * @param unit days, weeks, months or years
 */
public record RetentionPeriod(long number, ChronoUnit unit) {
    private static final Pattern FORM = Pattern.compile("(0|[1-9]\\d{0,3})([dwmy])");
    private static final long MOST_YEARS = 1_000;

    /**
     * Reads a number and {@code d}, {@code w}, {@code m} or {@code y}.
     *
     * @throws ConfigurationException when it is something else
     */
    public static RetentionPeriod parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            RetentionPeriod period = new RetentionPeriod(Long.parseLong(matcher.group(1)), unit(matcher.group(2)));
            if (period.unit != ChronoUnit.YEARS || period.number <= MOST_YEARS) {
                return period;
            }
        }
        throw new ConfigurationException("'" + SafeText.masked(text)
                + "': expected a number of days, weeks, months or years such as 90d, 26w, 18m or 7y, at most 1000y");
    }

    /** What ended before it is older than this, by the calendar in UTC. */
    public Instant horizon(Instant now) {
        return now.atOffset(ZoneOffset.UTC).minus(number, unit).toInstant();
    }

    private static ChronoUnit unit(String letter) {
        return switch (letter) {
            case "d" -> ChronoUnit.DAYS;
            case "w" -> ChronoUnit.WEEKS;
            case "m" -> ChronoUnit.MONTHS;
            default -> ChronoUnit.YEARS;
        };
    }
}
