package dev.rollcall.readers;

import dev.rollcall.answer.PointInTime;
import dev.rollcall.postgres.TestDatabase;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as a session in {@link TestDatabase#TIME_ZONE} reads and prints them, and as Rollcall does. */
final class DatabaseTime {
    private static final ZoneId ZONE = ZoneId.of(TestDatabase.TIME_ZONE);
    private static final DateTimeFormatter PRINTED = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssx", Locale.ROOT);
    private static final DateTimeFormatter WITHOUT_ZONE = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd[ HH:mm[:ss]]")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .toFormatter(Locale.ROOT);

    private DatabaseTime() {}

    /** A time that people write, with its zone. */
    static String zoned(String time) {
        if (time.endsWith("Z")) {
            return time;
        }
        LocalDateTime local = time.length() == "2026-03-01".length()
                ? LocalDate.parse(time).atTime(LocalTime.MIN)
                : LocalDateTime.parse(time, WITHOUT_ZONE);
        return PointInTime.format(local.atZone(ZONE).toInstant());
    }

    /** An answer of psql, with times and truth as Rollcall writes them. */
    static String inUtc(String answer) {
        return Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\+\\d\\d")
                .matcher(answer)
                .replaceAll(time -> Matcher.quoteReplacement(PointInTime.format(
                        OffsetDateTime.parse(time.group(), PRINTED).toInstant())))
                .replaceAll("(?m)\\|t$", "|true")
                .replaceAll("(?m)\\|f$", "|false");
    }
}
