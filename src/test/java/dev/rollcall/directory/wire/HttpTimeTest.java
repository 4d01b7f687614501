package dev.rollcall.directory.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTimeTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"0, PT0S", "' 90 ', PT90S", "999999999, PT999999999S"})
    void headerIsReadInSeconds(String header, Duration delay) {
        assertThat(answer(header, null).retryAfter(NOW)).isEqualTo(delay);
    }

    @Test
    void headerIsReadAsDateByOurClock() {
        assertThat(answer("Sat, 21 Nov 2026 12:00:45 GMT", null).retryAfter(NOW))
                .isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void headerIsReadAsDateByTheProvidersClockWhereItShowsIt() {
        assertThat(answer("Sat, 21 Nov 2026 13:00:45 GMT", "Sat, 21 Nov 2026 13:00:00 GMT")
                        .retryAfter(NOW))
                .isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void dateInThePastIsNoDelay() {
        assertThat(answer("Sat, 21 Nov 2026 11:00:00 GMT", null).retryAfter(NOW))
                .isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "12345678901", "21 Nov"})
    void headerOfAnyOtherFormIsNone(String header) {
        assertThat(answer(header, null).retryAfter(NOW)).isNull();
    }

    private static ApiResponse answer(String retryAfter, @Nullable String date) {
        Map<String, @Nullable String> headers = new HashMap<>();
        headers.put("Retry-After", retryAfter);
        headers.put("Date", date);
        return new ApiResponse(429, headers::get, new byte[0], null);
    }
}
