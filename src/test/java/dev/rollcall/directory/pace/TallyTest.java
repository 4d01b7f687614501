package dev.rollcall.directory.pace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
    @Test
    void whatIsTakenIsCountedOnce() {
        Tally tally = new Tally();
        tally.request();
        tally.request();
        tally.retry();
        tally.throttle();

        assertThat(tally.take()).isEqualTo(new Tally.Counts(2, 1, 1));
        assertThat(tally.take()).isEqualTo(Tally.Counts.NONE);
    }

    @Test
    void whatIsGivenBackIsTakenAgain() {
        Tally tally = new Tally();
        tally.request();
        Tally.Counts rolledBack = tally.take();
        tally.request();
        tally.giveBack(rolledBack);

        assertThat(tally.take()).isEqualTo(new Tally.Counts(2, 0, 0));
    }
}
