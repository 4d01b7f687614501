package dev.rollcall.source;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a plain value of a job file must be.
 *
 * @param expected names it in an error message
 * @param parser reads its text
 */
record ValueType<T>(String expected, Parser<T> parser) {
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Pattern DECIMAL = Pattern.compile("(?:0|[1-9][0-9]{0,8})(?:\\.[0-9]{1,6})?");
    private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]{0,8})(ms|s|m|h|d)");
    private static final Map<String, Boolean> FLAGS = Map.of("true", true, "false", false);
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    /** Reads a value's text. */
    interface Parser<T> {
        /** Null when the text is no such value. */
        @Nullable
        T parse(String text);
    }

    static ValueType<Boolean> flag() {
        return new ValueType<>("true or false", FLAGS::get);
    }

    static ValueType<Integer> whole(int min, int max) {
        return new ValueType<>(
                "a whole number from " + min + " to " + max,
                text -> isNumber(WHOLE, text, min, max) ? Integer.valueOf(text) : null);
    }

    static ValueType<Double> decimal(double min, double max) {
        return new ValueType<>(
                "a number from " + text(min) + " to " + text(max),
                text -> isNumber(DECIMAL, text, min, max) ? Double.valueOf(text) : null);
    }

    /** @param max whole days or, below one day, whole minutes */
    static ValueType<Duration> duration(Duration max) {
        String greatest = max.toDays() > 0 ? max.toDays() + "d" : max.toMinutes() + "m";
        return new ValueType<>(
                "a duration such as 500ms, 30s, 15m, 6h or 2d, greater than zero and at most " + greatest, text -> {
                    Matcher matcher = DURATION.matcher(text);
                    if (!matcher.matches()) {
                        return null;
                    }
                    ChronoUnit unit = UNITS.getOrDefault(matcher.group(2), ChronoUnit.DAYS);
                    Duration duration = Duration.of(Long.parseLong(matcher.group(1)), unit);
                    return duration.isZero() || duration.compareTo(max) > 0 ? null : duration;
                });
    }

    private static boolean isNumber(Pattern form, String text, double min, double max) {
        if (!form.matcher(text).matches()) {
            return false;
        }
        BigDecimal value = new BigDecimal(text);
        return value.compareTo(BigDecimal.valueOf(min)) >= 0 && value.compareTo(BigDecimal.valueOf(max)) <= 0;
    }

    private static String text(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
