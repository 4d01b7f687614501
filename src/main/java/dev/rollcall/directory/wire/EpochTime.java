package dev.rollcall.directory.wire;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A JSON number as a time since 1970. */
final class EpochTime {
    /** The years that PostgreSQL reads as Java writes them; a time beyond them is in another unit. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
    private static final int MOST_DIGITS = 12;

    private EpochTime() {}

    /**
     * Reads a number of seconds, milliseconds and so on.
     *
     * @param decimals of a second that the number's unit is: 0 for seconds, 3 for milliseconds
     * @return null when it is out of range
     */
    static @Nullable Instant of(JsonNode number, int decimals) {
        try {
            BigDecimal seconds = number.decimalValue().movePointLeft(decimals);
            // Checked before anything is computed: all digits of 1e999999999 would be written out.
            if (seconds.precision() - seconds.scale() > MOST_DIGITS) {
                return null;
            }
            BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
            long nanos = seconds.subtract(whole)
                    .movePointRight(9)
                    .setScale(0, RoundingMode.FLOOR)
                    .longValueExact();
            Instant time = Instant.ofEpochSecond(whole.longValueExact(), nanos);
            return time.isBefore(FIRST) || !time.isBefore(END) ? null : time;
        } catch (JacksonException | ArithmeticException | DateTimeException outOfRange) {
            return null;
        }
    }
}
