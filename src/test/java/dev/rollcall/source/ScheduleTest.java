package dev.rollcall.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            17 2 * * *         | 2026-01-05T02:16:59.999Z | 2026-01-05T02:17:00Z
            17 2 * * *         | 2026-01-05T02:17:00Z     | 2026-01-06T02:17:00Z
            17 2 * * *         | 2026-01-05T02:17:00.5Z   | 2026-01-06T02:17:00Z
            */15 * * * *       | 2026-01-05T02:16:00Z     | 2026-01-05T02:30:00Z
            0 6,18 * * 1-5     | 2026-01-09T18:00:00Z     | 2026-01-12T06:00:00Z
            0 6 * * MON        | 2026-01-06T00:00:00Z     | 2026-01-12T06:00:00Z
            0 6 * * 0          | 2026-01-06T00:00:00Z     | 2026-01-11T06:00:00Z
            0 6 * * 7          | 2026-01-06T00:00:00Z     | 2026-01-11T06:00:00Z
            0 0 29 2 *         | 2026-01-05T00:00:00Z     | 2028-02-29T00:00:00Z
            every 6h           | 2026-01-05T02:17:01.5Z   | 2026-01-05T08:17:01.5Z
            every 30s          | 2026-01-05T02:17:00Z     | 2026-01-05T02:17:30Z
            """)
    void nextDueTimeIsAfterTheInstant(String text, Instant after, Instant due) {
        assertThat(schedule(text, ZoneOffset.UTC).next(after)).isEqualTo(due);
    }

    @Test
    void eitherOfTwoRestrictedDaysIsDueAsInCron() {
        Schedule schedule = schedule("0 0 13 * 5", ZoneOffset.UTC);

        assertThat(schedule.next(Instant.parse("2026-01-09T12:00:00Z"))).isEqualTo("2026-01-13T00:00:00Z");
        assertThat(schedule.next(Instant.parse("2026-01-13T12:00:00Z"))).isEqualTo("2026-01-16T00:00:00Z");
    }

    @Test
    void clockOfTheZoneDecides() {
        Schedule schedule = schedule("17 2 * * *", BERLIN);

        assertThat(schedule.next(Instant.parse("2026-01-05T00:00:00Z"))).isEqualTo("2026-01-05T01:17:00Z");
        assertThat(schedule.next(Instant.parse("2026-07-05T00:00:00Z"))).isEqualTo("2026-07-05T00:17:00Z");
    }

    @Test
    void timeThatTheClockSkipsIsNotDueThatDay() {
        Instant eve = Instant.parse("2026-03-28T12:00:00Z");

        assertThat(schedule("17 2 * * *", BERLIN).next(eve)).isEqualTo("2026-03-30T00:17:00Z");
        assertThat(schedule("17 3 * * *", BERLIN).next(eve)).isEqualTo("2026-03-29T01:17:00Z");
    }

    @Test
    void whatComesDueDuringAReadingIsNotReadAgain() {
        Instant began = Instant.parse("2026-01-05T00:00:00Z");
        Instant quick = Instant.parse("2026-01-05T02:00:00Z");
        Instant slow = Instant.parse("2026-01-05T06:30:00Z");

        Schedule interval = schedule("every 6h", ZoneOffset.UTC);
        assertThat(interval.next(began, quick)).isEqualTo("2026-01-05T06:00:00Z");
        assertThat(interval.next(began, slow)).isEqualTo("2026-01-05T12:00:00Z");
        assertThat(interval.next(began, began)).isEqualTo("2026-01-05T06:00:00Z");
        Schedule cron = schedule("0 */6 * * *", ZoneOffset.UTC);
        assertThat(cron.next(began, quick)).isEqualTo("2026-01-05T06:00:00Z");
        assertThat(cron.next(began, slow)).isEqualTo("2026-01-05T12:00:00Z");
    }

    @Test
    void twoDueTimesMakeAReadingStale() {
        Instant began = Instant.parse("2026-01-05T02:17:03Z");

        Schedule nightly = schedule("17 2 * * *", ZoneOffset.UTC);
        assertThat(nightly.hasMissedTwoSince(began, Instant.parse("2026-01-07T02:16:59Z")))
                .isFalse();
        assertThat(nightly.hasMissedTwoSince(began, Instant.parse("2026-01-07T02:17:00Z")))
                .isTrue();
        Schedule interval = schedule("every 6h", ZoneOffset.UTC);
        assertThat(interval.secondAfter(began)).isEqualTo("2026-01-05T14:17:03Z");
        assertThat(interval.hasMissedTwoSince(began, Instant.parse("2026-01-05T14:17:02Z")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nightly",
                "@daily",
                "-",
                "17 2 * *",
                "0 17 2 * * *",
                "60 2 * * *",
                "17 24 * * *",
                "17 2 32 * *",
                "17 2 * 13 *",
                "17 2 * * 8",
                "17 2 L * *",
                "17 2 ? * *",
                "17 2 * * 5#2",
                "0 1 * * *||0 2 * * *",
                "1|2 1 * * *",
                "17 5-2 * * *",
                "*/0 2 * * *",
                "every",
                "every 0s",
                "every -1h",
                "every 1.5h",
                "every 367d",
                "every 500ms",
                "6h"
            })
    void whatIsNoScheduleIsNone(String text) {
        assertThat(Schedule.parse(text, ZoneOffset.UTC)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 30 2 *", "0 0 31 4,6,9,11 *"})
    void dayThatNoMonthHasNeverComes(String text) {
        assertThat(schedule(text, ZoneOffset.UTC).comes()).isFalse();
    }

    @Test
    void equalWhenTextAndZoneAre() {
        assertThat(schedule(" 17 2 * * * ", BERLIN))
                .isEqualTo(schedule("17 2 * * *", BERLIN))
                .hasSameHashCodeAs(schedule("17 2 * * *", BERLIN))
                .isNotEqualTo(schedule("17 2 * * *", ZoneOffset.UTC))
                .isNotEqualTo(schedule("18 2 * * *", BERLIN))
                .hasToString("17 2 * * * in Europe/Berlin");
        assertThat(schedule("every 6h", BERLIN)).hasToString("every 6h");
    }

    private static Schedule schedule(String text, ZoneId zone) {
        return Objects.requireNonNull(Schedule.parse(text, zone));
    }
}
