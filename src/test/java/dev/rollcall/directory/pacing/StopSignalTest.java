package dev.rollcall.directory.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StopSignalTest {
    private final StopSignal stop = new StopSignal();

    @Test
    void runGoesOnUntilItIsStopped() {
        stop.check();

        assertThat(stop.isStopped()).isFalse();
        assertThat(stop.await(Duration.ofNanos(1))).isFalse();
    }

    @Test
    void stopStays() {
        stop.stop();
        stop.stop();

        assertThat(stop.isStopped()).isTrue();
        assertThat(stop.await(Duration.ofHours(10))).isTrue();
        assertThatThrownBy(stop::check).isInstanceOf(StoppedException.class);
    }

    @Test
    void sleeperWakes() {
        CompletableFuture<Boolean> sleeper = CompletableFuture.supplyAsync(() -> stop.await(Duration.ofHours(10)));
        stop.stop();

        assertThat(sleeper.join()).isTrue();
    }

    @Test
    void actionsRunOnceWhenTheRunIsStoppedOrAlreadyWas() {
        AtomicInteger before = new AtomicInteger();
        AtomicInteger after = new AtomicInteger();
        stop.whenStopped(before::incrementAndGet);
        assertThat(before).hasValue(0);
        stop.stop();
        stop.stop();
        stop.whenStopped(after::incrementAndGet);

        assertThat(before).hasValue(1);
        assertThat(after).hasValue(1);
    }
}
