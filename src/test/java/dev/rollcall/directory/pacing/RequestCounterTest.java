package dev.rollcall.directory.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestCounterTest {
    @Test
    void whatIsTakenIsCountedOnce() {
        RequestCounter counter = new RequestCounter();
        counter.request();
        counter.request();
        counter.retry();
        counter.throttle();

        assertThat(counter.take()).isEqualTo(new RequestCounter.Counts(2, 1, 1));
        assertThat(counter.take()).isEqualTo(RequestCounter.Counts.NONE);
    }
}
