package dev.rollcall.directory.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.User;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What fails alone, and what fails because the source is away, told apart in simulated time. */
@Timeout(60)
class AvailabilityTest {
    private static final Marker FAILING = new Marker("failing");
    private static final Marker WORKING = new Marker("working");

    private final StopSignal stop = new StopSignal();
    private final VirtualTicker ticker = new VirtualTicker(stop);
    private final RequestCounter counter = new RequestCounter();
    private final RequestPacer pacer =
            new RequestPacer(100, 4, RetryLimits.DEFAULT, stop, ticker, new Random(7)::nextDouble);

    @Test
    void outageIsWaitedOutByEverybody() throws InterruptedException {
        Directory directory = answering(marker -> fails(ticker.seconds() > 10 && ticker.seconds() < 400));
        AtomicInteger answered = new AtomicInteger();
        ticker.run(4, () -> {
            while (ticker.seconds() < 600) {
                directory.listUsers(WORKING);
                answered.incrementAndGet();
                sleep(Duration.ofSeconds(1));
            }
        });

        assertThat(answered.get()).isGreaterThan(4 * 150);
        assertThat(pacer.isSourceGivenUp()).isFalse();
    }

    @Test
    void sourceThatStaysAwayIsGivenUpAfterTenMinutes() {
        Directory directory = answering(marker -> fails(ticker.seconds() > 10));
        directory.listUsers(WORKING);
        sleep(Duration.ofSeconds(20));

        assertThatThrownBy(() -> directory.listUsers(WORKING))
                .isInstanceOf(DirectoryException.Unavailable.class)
                .hasMessageContaining("nothing was answered for 600 s");
        assertThat(pacer.isSourceGivenUp()).isTrue();
        assertThat(ticker.seconds()).isBetween(620.0, 650.0);
    }

    @Test
    void requestThatHangsIsNoSourceThatIsAway() {
        Directory directory = answering(marker -> {
            if (!FAILING.equals(marker)) {
                return null;
            }
            sleep(Duration.ofSeconds(70));
            return StubDirectory.unavailable(null);
        });
        directory.listUsers(WORKING);

        assertThatThrownBy(() -> directory.listUsers(FAILING))
                .isInstanceOf(DirectoryException.Unavailable.class)
                .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
                .doesNotContain("nothing was answered");
        assertThat(pacer.isSourceGivenUp()).isFalse();
    }

    @Test
    void sourceIsAwayWhereItsAnswersAreMalformed() {
        Directory directory = answering(marker -> ticker.seconds() > 10 ? malformed() : null);
        directory.listUsers(WORKING);
        sleep(Duration.ofSeconds(20));

        assertThatThrownBy(() -> directory.listUsers(WORKING)).isInstanceOf(DirectoryException.Unavailable.class);
        assertThat(pacer.isSourceGivenUp()).isTrue();
    }

    @Test
    void requestThatFailsWhileOthersAreAnsweredIsGivenUpAfterAMinute() throws InterruptedException {
        Directory directory = answering(marker -> fails(FAILING.equals(marker)));
        AtomicInteger threads = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        ticker.run(2, () -> {
            if (threads.getAndIncrement() == 0) {
                assertThatThrownBy(() -> directory.listUsers(FAILING))
                        .isInstanceOf(DirectoryException.Unavailable.class);
                assertThat(pacer.isSourceGivenUp()).isFalse();
                assertThat(ticker.seconds()).isBetween(60.0, 100.0);
                done.set(true);
                return;
            }
            while (!done.get()) {
                directory.listUsers(WORKING);
                sleep(Duration.ofSeconds(1));
            }
        });
    }

    @Test
    void requestThatFailsAloneIsGivenUpOnceWhatWasAnsweredLastIsAnsweredAgain() {
        Directory directory = answering(marker -> fails(FAILING.equals(marker)));
        directory.listUsers(WORKING);

        assertThatThrownBy(() -> directory.listUsers(FAILING)).isInstanceOf(DirectoryException.Unavailable.class);
        assertThat(pacer.isSourceGivenUp()).isFalse();
        assertThat(ticker.seconds()).isBetween(60.0, 120.0);
    }

    @Test
    void requestThatFailsFirstIsGivenUpOnceTheListingOfGroupsIsAnswered() {
        Directory directory = answering(marker -> fails(FAILING.equals(marker)));

        assertThatThrownBy(() -> directory.listUsers(FAILING)).isInstanceOf(DirectoryException.Unavailable.class);
        assertThat(pacer.isSourceGivenUp()).isFalse();
    }

    @Test
    void refusalIsAnAnswer() {
        Directory directory = answering(marker -> FAILING.equals(marker)
                ? StubDirectory.unavailable(null)
                : new DirectoryException.Denied(StubDirectory.failure(403), false, null));

        assertThatThrownBy(() -> directory.listUsers(FAILING)).isInstanceOf(DirectoryException.Unavailable.class);
        assertThat(pacer.isSourceGivenUp()).isFalse();
    }

    @Test
    void attemptsCountAnewAfterAnOutage() {
        Directory directory = answering(marker -> {
            double seconds = ticker.seconds();
            boolean returning = seconds >= 300 && seconds < 330;
            return fails((seconds > 10 && seconds < 300) || (returning && FAILING.equals(marker)));
        });
        directory.listUsers(WORKING);
        sleep(Duration.ofSeconds(20));
        directory.listUsers(FAILING);

        assertThat(ticker.seconds()).isGreaterThan(330);
    }

    @Test
    void waitForTheSourceEndsWhenTheRunIsStopped() throws InterruptedException {
        Directory directory = answering(marker -> fails(ticker.seconds() > 10));
        directory.listUsers(WORKING);
        sleep(Duration.ofSeconds(20));
        AtomicInteger threads = new AtomicInteger();
        ticker.run(2, () -> {
            if (threads.getAndIncrement() == 0) {
                assertThatThrownBy(() -> directory.listUsers(WORKING)).isInstanceOf(StoppedException.class);
            } else {
                sleep(Duration.ofMinutes(3));
                stop.stop();
            }
        });

        assertThat(ticker.seconds()).isLessThan(300);
    }

    private void sleep(Duration duration) {
        ticker.sleep(duration.toNanos());
    }

    private static @Nullable DirectoryException fails(boolean now) {
        return now ? StubDirectory.unavailable(null) : null;
    }

    private static DirectoryException malformed() {
        return new DirectoryException.MalformedResponse(StubDirectory.failure(200), null);
    }

    /** A directory whose attempts fail as the test says; null stands for a response. */
    private Directory answering(Function<@Nullable Marker, @Nullable DirectoryException> failures) {
        Function<@Nullable Marker, Page<User>> listing = marker -> orThrow(() -> failures.apply(marker));
        return pacer.around(new StubDirectory(listing), counter);
    }

    private static Page<User> orThrow(Supplier<@Nullable DirectoryException> failure) {
        DirectoryException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return StubDirectory.lastPage();
    }
}
