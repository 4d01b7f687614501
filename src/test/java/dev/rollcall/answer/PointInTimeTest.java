package dev.rollcall.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.ConfigurationException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointInTimeTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00.123456Z");

    @ParameterizedTest
    @CsvSource({
        "2026-03-01,                       2026-03-01T00:00:00.000000Z",
        "2026-03-01T02:17,                 2026-03-01T02:17:00.000000Z",
        "2026-03-01 02:17:05,              2026-03-01T02:17:05.000000Z",
        "2026-03-01T02:17:05.123456,       2026-03-01T02:17:05.123456Z",
        "2026-03-01T02:17:05.5Z,           2026-03-01T02:17:05.500000Z",
        "2026-03-01T02:17Z,                2026-03-01T02:17:00.000000Z",
        "2026-03-01 02:17:05+01:00,        2026-03-01T01:17:05.000000Z",
        "2026-03-01 02:17:05+0130,         2026-03-01T00:47:05.000000Z",
        "2026-03-01 02:17:05-08,           2026-03-01T10:17:05.000000Z",
        "now,                              2026-11-27T12:00:00.123456Z"
    })
    void readsTimesAndTellsThemInFull(String text, String told) {
        assertThat(PointInTime.format(PointInTime.parse(text).resolve(NOW))).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-02-30",
                "2026-3-1",
                "01.03.2026",
                "2026-03-01T25:00",
                "2026-03-01T02:17:05.1234567",
                "2026-03-01T",
                "2026-03-0102:17",
                "2026-03-01T02:17ZZ",
                "2026-03-01T02:17Z+01",
                "2026-03-01T02:17:05+01:00-0100",
                "-0001-01-01",
                "12026-03-01",
                "NOW",
                "infinity"
            })
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> PointInTime.parse(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'" + text + "' is no time");
    }

    @Test
    void refusesATimeAfterNow() {
        assertThat(PointInTime.parse("2026-11-27T12:00:00.123456Z").resolve(NOW))
                .isEqualTo(NOW);
        assertThatThrownBy(
                        () -> PointInTime.parse("2026-11-27T12:00:00.123457Z").resolve(NOW))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is after now, 2026-11-27T12:00:00.123456Z");
    }
}
