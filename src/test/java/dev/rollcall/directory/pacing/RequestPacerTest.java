package dev.rollcall.directory.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RequestPacerTest {
    private final StopSignal stop = new StopSignal();
    private final VirtualTicker ticker = new VirtualTicker(stop);
    private final RequestCounter counter = new RequestCounter();
    private final RequestPacer pacer =
            new RequestPacer(100, 2, RetryLimits.DEFAULT, stop, ticker, new Random(7)::nextDouble);
    private final AtomicInteger sent = new AtomicInteger();

    @Test
    void answerIsHandedOn() {
        assertThat(failing(attempt -> null).listUsers(null)).isEqualTo(StubDirectory.lastPage());
        assertThat(counter.take()).isEqualTo(new RequestCounter.Counts(1, 0, 0));
    }

    @Test
    void everyCallOfThePortIsPacedAndCounted() {
        Directory directory = failing(attempt -> null);
        directory.listUsers(null);
        directory.listGroups(null);
        directory.listMemberships(new GroupId("g"), null);
        directory.describeGroups(List.of(new GroupId("g")));
        directory.close();

        assertThat(counter.take()).isEqualTo(new RequestCounter.Counts(4, 0, 0));
        assertThat(ticker.seconds()).isGreaterThan(0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 100_000})
    void leastAndGreatestRateThatAJobFilePermits(double rate) {
        RequestPacer extreme = new RequestPacer(rate, 1, RetryLimits.DEFAULT, stop, ticker, () -> 0);
        ticker.sleep(Duration.ofMinutes(1).toNanos());

        assertThat(extreme.currentRate()).isBetween(0.08, 100_000.0);
        assertThat(extreme.send(() -> "answer")).isEqualTo("answer");
    }

    @Test
    void whatPassesIsAskedForAgain() {
        failing(attempt -> attempt <= 3 ? StubDirectory.unavailable(null) : null)
                .listUsers(null);

        assertThat(counter.take()).isEqualTo(new RequestCounter.Counts(4, 3, 0));
    }

    @Test
    void outageIsGivenUpAfterTenAttemptsAndAMinute() {
        Directory directory = failing(attempt -> StubDirectory.unavailable(null));

        assertThatThrownBy(() -> directory.listUsers(null)).isInstanceOf(DirectoryException.Unavailable.class);
        assertThat(pacer.isSourceGivenUp()).isTrue();
        assertThat(sent.get()).isBetween(RetryLimits.DEFAULT.attempts(), 30);
        assertThat(ticker.seconds()).isBetween(60.0, 100.0);
    }

    @Test
    void slowFailuresStillGetTenAttempts() {
        Directory directory = failing(attempt -> {
            ticker.sleep(Duration.ofSeconds(30).toNanos());
            return new DirectoryException.MalformedResponse(StubDirectory.failure(200), null);
        });

        assertThatThrownBy(() -> directory.listUsers(null)).isInstanceOf(DirectoryException.MalformedResponse.class);
        int probe = 1;
        assertThat(sent).hasValue(RetryLimits.DEFAULT.attempts() + probe);
    }

    @Test
    void beingThrottledUsesUpNoAttempt() {
        failing(attempt -> attempt <= 50 ? StubDirectory.throttled(null) : null).listUsers(null);

        assertThat(counter.take()).isEqualTo(new RequestCounter.Counts(51, 0, 50));
        assertThat(pacer.currentRate()).isLessThan(16);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void delayThatTheProviderNamesIsWaitedOutByEverybody(boolean throttled) throws InterruptedException {
        Duration delay = Duration.ofMinutes(5);
        Directory directory = failing(attempt -> {
            if (attempt == 1) {
                return throttled ? StubDirectory.throttled(delay) : StubDirectory.unavailable(delay);
            }
            assertThat(ticker.seconds()).isGreaterThanOrEqualTo(300);
            return null;
        });

        ticker.run(2, () -> directory.listUsers(null));

        assertThat(sent).hasValue(3);
        assertThat(ticker.seconds()).isLessThan(320);
    }

    @Test
    void absurdDelayIsBounded() {
        failing(attempt -> attempt == 1 ? StubDirectory.throttled(Duration.ofSeconds(Long.MAX_VALUE)) : null)
                .listUsers(null);

        assertThat(ticker.seconds()).isBetween(86_400.0, 86_500.0);
    }

    @Test
    void answersAreNeverAskedForAgain() {
        List<DirectoryException> answers = List.of(
                new DirectoryException.Denied(StubDirectory.failure(403), false, null),
                new DirectoryException.NotFound(StubDirectory.failure(404), false, null),
                new DirectoryException.InvalidRequest(StubDirectory.failure(400), null),
                new DirectoryException.ExpiredMarker(StubDirectory.failure(400), null));

        for (DirectoryException answer : answers) {
            assertThatThrownBy(() -> failing(attempt -> answer).listUsers(null)).isSameAs(answer);
        }
        assertThat(counter.take()).isEqualTo(new RequestCounter.Counts(answers.size(), 0, 0));
    }

    @Test
    void endlessListingIsNotAskedForAgain() {
        Directory directory = pacer.around(new StubDirectory(from -> StubDirectory.pageBefore("same")), counter);
        directory.listUsers(null);

        assertThatThrownBy(() -> directory.listUsers(new Marker("same")))
                .isInstanceOf(DirectoryException.MalformedResponse.class)
                .hasMessageContaining("an endless listing");
        assertThat(counter.take()).isEqualTo(new RequestCounter.Counts(2, 0, 0));
    }

    @Test
    void stoppedRunSendsNothing() {
        stop.stop();

        assertThatThrownBy(() -> failing(attempt -> null).listUsers(null)).isInstanceOf(StoppedException.class);
        assertThat(sent).hasValue(0);
    }

    @Test
    void sleepersAndThoseInLineWakeWhenTheRunIsStopped() throws Exception {
        RequestPacer real = new RequestPacer(1000, 1, RetryLimits.DEFAULT, stop);
        CountDownLatch asleep = new CountDownLatch(1);
        Directory directory = real.around(
                new StubDirectory(from -> {
                    asleep.countDown();
                    throw StubDirectory.throttled(Duration.ofHours(10));
                }),
                counter);
        ExecutorService workers = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> waiting = List.of(
                    workers.submit(() -> directory.listUsers(null)),
                    workers.submit(() -> directory.listUsers(null)),
                    workers.submit(() -> directory.listUsers(null)));
            asleep.await();
            stop.stop();

            for (Future<?> worker : waiting) {
                assertThatThrownBy(worker::get).hasCauseInstanceOf(StoppedException.class);
            }
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void noMoreRequestsThanWorkersAreInFlight() throws Exception {
        RequestPacer real = new RequestPacer(1000, 2, RetryLimits.DEFAULT, stop);
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch both = new CountDownLatch(2);
        Directory directory = real.around(
                new StubDirectory(from -> {
                    most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                    both.countDown();
                    awaitUninterrupted(both);
                    inFlight.decrementAndGet();
                    return StubDirectory.lastPage();
                }),
                counter);
        ExecutorService workers = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sending.add(workers.submit(() -> directory.listUsers(null)));
            }
            for (Future<?> request : sending) {
                request.get();
            }
        } finally {
            workers.shutdownNow();
        }
        assertThat(most).hasValue(2);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A directory whose attempts, counted from 1, fail as the test says; null stands for a response. */
    private Directory failing(IntFunction<@Nullable DirectoryException> failures) {
        return pacer.around(
                new StubDirectory(from -> {
                    DirectoryException failure = failures.apply(sent.incrementAndGet());
                    if (failure != null) {
                        throw failure;
                    }
                    return StubDirectory.lastPage();
                }),
                counter);
    }
}
