package dev.rollcall.answer.report;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.ConfigurationException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SizeLimitTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final Instant NEVER = OffsetDateTime.MAX.toInstant();

    @Test
    void whatFitsPasses() {
        SizeLimit limit = new SizeLimit(NOW);
        limit.count(Map.of(NEVER, SizeLimit.MOST_PERIODS));

        assertThatCode(limit::requireFewPeriods).doesNotThrowAnyException();
        assertThatCode(() -> limit.requireSmall(List.of(new byte[18_000_000]))).doesNotThrowAnyException();
    }

    @Test
    void whatIsTooLargeIsToldWithTheFirstDateThatFits() {
        SizeLimit limit = new SizeLimit(NOW);
        limit.count(Map.of(
                Instant.parse("2025-01-10T02:17:00Z"), 1_500_000L,
                Instant.parse("2025-03-10T02:17:00Z"), 1_500_000L,
                Instant.parse("2025-06-10T02:17:00Z"), 1_000_000L));
        limit.count(Map.of(NEVER, 900_000L));

        assertThatThrownBy(limit::requireFewPeriods)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("4,900,000 periods", "about 30 MB", "--from 2025-03-11 fits");
    }

    @Test
    void whereNoDateFitsFewerSourcesDo() {
        SizeLimit limit = new SizeLimit(NOW);
        limit.count(Map.of(NEVER, 2_000_001L));

        assertThatThrownBy(limit::requireFewPeriods)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("name fewer sources");
    }

    @Test
    void manyBytesAreTooLargeAlsoWhereThePeriodsAreFew() {
        SizeLimit limit = new SizeLimit(NOW);
        limit.count(Map.of(Instant.parse("2025-01-10T02:17:00Z"), 10L, NEVER, 10L));

        assertThatThrownBy(() -> limit.requireSmall(List.of(new byte[30_000_000])))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("about 40 MB");
    }
}
