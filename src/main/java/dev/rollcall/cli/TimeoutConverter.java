package dev.rollcall.cli;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how long something may take. */
final class TimeoutConverter implements ITypeConverter<Duration> {
    private static final Pattern DURATION = Pattern.compile("([1-9]\\d{0,8})(ms|s|m|h)");
    private static final Map<String, ChronoUnit> UNITS =
            Map.of("ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS);
    private static final Duration MOST = Duration.ofDays(7);

    @Override
    public Duration convert(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (matcher.matches()) {
            Duration duration = Duration.of(Long.parseLong(matcher.group(1)), unit(matcher.group(2)));
            if (duration.compareTo(MOST) <= 0) {
                return duration;
            }
        }
        throw new TypeConversionException(
                "'" + text + "': expected a duration such as 500ms, 30s, 5m or 1h, at most 168h");
    }

    private static ChronoUnit unit(String name) {
        return UNITS.getOrDefault(name, ChronoUnit.SECONDS);
    }
}
