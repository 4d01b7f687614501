package dev.rollcall.store.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.ConfigurationException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long what has ended is kept: what is written, and what it means. */
class RetentionPeriodTest {
    @ParameterizedTest
    @CsvSource({
        "0d, 2026-03-31T02:17:00.123456Z",
        "1d, 2026-03-30T02:17:00.123456Z",
        "2w, 2026-03-17T02:17:00.123456Z",
        "1m, 2026-02-28T02:17:00.123456Z",
        "13m, 2025-02-28T02:17:00.123456Z",
        "7y, 2019-03-31T02:17:00.123456Z",
        "1000y, 1026-03-31T02:17:00.123456Z",
        "9999d, 1998-11-14T02:17:00.123456Z",
    })
    void horizonIsCountedInTheCalendarOfUtc(String age, String horizon) {
        assertThat(RetentionPeriod.parse(age).horizon(Instant.parse("2026-03-31T02:17:00.123456Z")))
                .isEqualTo(horizon);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7", "y", "-1y", "+1y", "1.5y", "07y", "7Y", "7 y", "7y ", "7h", "1001y", "10000d", "٧y"})
    void anythingElseIsRefused(String age) {
        assertThatThrownBy(() -> RetentionPeriod.parse(age))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("such as 90d, 26w, 18m or 7y");
    }
}
