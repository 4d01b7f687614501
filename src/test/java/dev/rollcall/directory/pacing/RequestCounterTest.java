package dev.rollcall.directory.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestCounterTest {
    @Test
    void whatIsTakenIsCountedOnce() {
        RequestCounter tally = new RequestCounter();
        tally.request();
        tally.request();
        tally.retry();
        tally.throttle();

        assertThat(tally.take()).isEqualTo(new RequestCounter.Counts(2, 1, 1));
        assertThat(tally.take()).isEqualTo(RequestCounter.Counts.NONE);
    }

    @Test
    void whatIsGivenBackIsTakenAgain() {
        RequestCounter tally = new RequestCounter();
        tally.request();
        RequestCounter.Counts rolledBack = tally.take();
        tally.request();
        tally.giveBack(rolledBack);

        assertThat(tally.take()).isEqualTo(new RequestCounter.Counts(2, 0, 0));
    }
}
