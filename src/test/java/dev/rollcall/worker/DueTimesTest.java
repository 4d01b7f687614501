package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.source.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DueTimesTest {
    private static final Schedule NIGHTLY = schedule("17 2 * * *");
    private static final Schedule INTERVAL = schedule("every 6h");
    private static final Duration WAIT = Duration.ofMinutes(10);
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    @Test
    void sourceThatWasNeverReadIsDueAtTheNextTimeByTheClockAndAtOnceByAnInterval() {
        assertThat(DueTimes.first(NIGHTLY, LastReading.NONE, NOON)).isEqualTo("2026-01-06T02:17:00Z");
        assertThat(DueTimes.first(INTERVAL, LastReading.NONE, NOON)).isEqualTo(NOON);
        assertThat(DueTimes.counted(NIGHTLY, LastReading.NONE)).isNull();
    }

    @Test
    void scheduleCountsFromTheLastReadingWhoeverMadeIt() {
        LastReading byHand = read("2026-01-05T09:00:00Z", "2026-01-05T09:30:00Z");

        assertThat(DueTimes.first(NIGHTLY, byHand, NOON)).isEqualTo("2026-01-06T02:17:00Z");
        assertThat(DueTimes.first(INTERVAL, byHand, NOON)).isEqualTo("2026-01-05T15:00:00Z");
    }

    @Test
    void sourceWhoseTimePassedIsOverdue() {
        LastReading old = read("2026-01-03T02:17:00Z", "2026-01-03T02:30:00Z");

        assertThat(DueTimes.first(NIGHTLY, old, NOON)).isEqualTo("2026-01-04T02:17:00Z");
        assertThat(DueTimes.first(INTERVAL, old, NOON)).isEqualTo("2026-01-03T08:17:00Z");
    }

    @Test
    void failedRunIsTriedAgainAfterWaitsThatDoubleButNotAfterItsNextTime() {
        LastReading last = read("2026-01-04T02:17:00Z", "2026-01-04T02:30:00Z");

        assertThat(retry(last, "2026-01-05T02:18:00Z")).isEqualTo("2026-01-05T02:28:00Z");
        assertThat(retry(last, "2026-01-05T02:37:00Z")).isEqualTo("2026-01-05T02:57:00Z");
        assertThat(retry(last, "2026-01-05T08:17:00Z")).isEqualTo("2026-01-05T14:17:00Z");
        assertThat(retry(last, "2026-01-05T20:17:00Z")).isEqualTo("2026-01-06T02:17:00Z");
    }

    @Test
    void firstRunThatFailedIsTriedAgainCountedFromWhenTheSourceWasFirstOpened() {
        Instant opened = Instant.parse("2026-01-05T02:17:00Z");
        LastReading never = new LastReading(opened, null, null);

        assertThat(DueTimes.retry(NIGHTLY, never, opened.plusSeconds(60), WAIT)).isEqualTo("2026-01-05T02:28:00Z");
        assertThat(DueTimes.retry(NIGHTLY, LastReading.NONE, opened, WAIT)).isEqualTo("2026-01-05T02:27:00Z");
    }

    @Test
    void longestUnreadSourceGoesFirst() {
        int never = LastReading.NONE.priority();
        int old = read("2026-01-03T02:17:00Z", "2026-01-03T02:30:00Z").priority();
        int newer = read("2026-01-04T02:17:00Z", "2026-01-04T02:30:00Z").priority();

        assertThat(never).isGreaterThan(old);
        assertThat(old).isGreaterThan(newer);
    }

    private static Instant retry(LastReading last, String now) {
        return DueTimes.retry(NIGHTLY, last, Instant.parse(now), WAIT);
    }

    private static LastReading read(String began, String published) {
        return new LastReading(Instant.EPOCH, Instant.parse(began), Instant.parse(published));
    }

    private static Schedule schedule(String text) {
        return Objects.requireNonNull(Schedule.parse(text, ZoneOffset.UTC));
    }
}
