package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the documents promise of a worker's times, added up. */
class WorkerLimitsTest {
    private final WorkerLimits limits = WorkerLimits.DEFAULT;

    /** The last sign of life may come just before the end, and each look just before there is something to see. */
    @Test
    void sourceIsTakenOverWithin45Seconds() {
        Duration unnoticed = limits.heartbeat().multipliedBy(WorkerLimits.MISSED);
        Duration untilDead = unnoticed.plus(limits.look());
        Duration untilPicked = untilDead.plus(limits.look());

        assertThat(untilPicked).isLessThan(Duration.ofSeconds(45));
    }

    @Test
    void changedJobFileCountsWithinAMinute() {
        assertThat(limits.jobFiles().plus(limits.look())).isLessThan(Duration.ofMinutes(1));
    }
}
