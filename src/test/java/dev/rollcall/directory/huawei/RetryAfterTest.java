package dev.rollcall.directory.huawei;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"0, PT0S", "' 90 ', PT90S", "999999999, PT999999999S"})
    void headerIsReadInSeconds(String header, Duration delay) {
        assertThat(RetryAfter.header(answer(header, null), NOW)).isEqualTo(delay);
    }

    @Test
    void headerIsReadAsDateByOurClock() {
        assertThat(RetryAfter.header(answer("Sat, 21 Nov 2026 12:00:45 GMT", null), NOW))
                .isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void headerIsReadAsDateByTheProvidersClockWhereItShowsIt() {
        assertThat(RetryAfter.header(answer("Sat, 21 Nov 2026 13:00:45 GMT", "Sat, 21 Nov 2026 13:00:00 GMT"), NOW))
                .isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void dateInThePastIsNoDelay() {
        assertThat(RetryAfter.header(answer("Sat, 21 Nov 2026 11:00:00 GMT", null), NOW))
                .isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "12345678901", "21 Nov"})
    void headerOfAnyOtherFormIsNone(String header) {
        assertThat(RetryAfter.header(answer(header, null), NOW)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit:5,time:1 minute|PT12S",
                "policy user over ratelimit,limit:100,time:1 second|PT0.01S",
                "Limit: 6 , Time: 2 minutes.|PT20S",
                "limit:24,time:1 day|PT1H",
                "limit:2,time:1 hour|PT30M"
            })
    void wordsBecomeThePaceThatKeepsWithinTheLimit(String words, Duration delay) {
        assertThat(RetryAfter.words(words)).isEqualTo(delay);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "limit:0,time:1 minute", "limit:5", "limit:5,time:1 fortnight"})
    void wordsWithoutALimitNameNoDelay(String words) {
        assertThat(RetryAfter.words(words)).isNull();
    }

    private static Answer answer(String retryAfter, @Nullable String date) {
        return new Answer(429, "application/json", "{}", retryAfter, date, null);
    }
}
