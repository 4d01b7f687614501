package dev.rollcall.directory.pacing;

import dev.rollcall.directory.Directory;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Paces all requests of one source: so many a second, so many in flight at once, none while the provider asks to wait.
 * One is shared by all workers of a run; safe for use by several threads at once.
 */
public final class RequestPacer {
    /** The rate changes while a thread waits for its token: it looks again this often. */
    private static final long LOOK_AGAIN = Duration.ofMillis(100).toNanos();

    /** Longer is no delay but nonsense. */
    private static final Duration LONGEST_HOLD = Duration.ofDays(1);

    /** More than can ever wait: a stopped run bounds nothing any more, it only lets everybody see that it is stopped. */
    private static final int EVERYBODY = 1 << 20;

    private final StopSignal stop;
    private final Ticker time;
    private final DoubleSupplier jitter;
    private final Semaphore inFlight;
    private final Object lock = new Object();
    private final AdaptiveRate rate;
    private final TokenBucket tokens;
    private long heldUntil;

    /**
     * @param requestsPerSecond greatest sustained rate, greater than 0
     * @param workers requests in flight at once, at least 1
     * @param stop wakes whoever waits
     */
    public RequestPacer(double requestsPerSecond, int workers, StopSignal stop) {
        this(
                requestsPerSecond,
                workers,
                stop,
                new Ticker.Real(stop),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param jitter at least 0, less than 1 */
    RequestPacer(double requestsPerSecond, int workers, StopSignal stop, Ticker time, DoubleSupplier jitter) {
        this.stop = stop;
        this.time = time;
        this.jitter = jitter;
        this.inFlight = new Semaphore(workers, true);
        this.rate = new AdaptiveRate(requestsPerSecond, time.seconds());
        this.tokens = new TokenBucket(rate.at(time.seconds()), time);
        this.heldUntil = time.nanos();
        stop.whenStopped(() -> inFlight.release(EVERYBODY));
    }

    /**
     * Puts pacing, retry and the guard against endless listings around an adapter. May be called once a worker, each
     * with its own tally: the rate is shared. Every call may fail with a {@link StoppedException} as well.
     *
     * <p>Pacing is innermost, since every attempt is a request to the provider and has to wait its turn. Retry is
     * around it, so that an attempt that waits between two tries keeps nobody else from sending. The guard is outermost:
     * it sees each page once however often it was asked for, and what it finds is never retried.
     *
     * @param wire stays open when the result is closed: whoever opened it closes it
     */
    public Directory around(Directory wire, RequestCounter tally) {
        Directory paced = new InterceptedDirectory(wire, new PacingInterceptor(this, tally));
        Directory retried = new InterceptedDirectory(paced, new Retry(this, time, jitter, tally));
        return new MarkerGuard(retried);
    }

    /** Requests a second that may be sent now. */
    double currentRate() {
        synchronized (lock) {
            return rate.at(time.seconds());
        }
    }

    /** Sends one request when it is its turn. */
    <T> T send(Supplier<T> request) {
        stop.check();
        try {
            inFlight.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
        try {
            awaitTurn();
            return request.get();
        } finally {
            inFlight.release();
        }
    }

    private void awaitTurn() {
        while (true) {
            stop.check();
            long wait = toWait();
            if (wait == 0) {
                return;
            }
            time.sleep(wait);
        }
    }

    private long toWait() {
        synchronized (lock) {
            long now = time.nanos();
            return now < heldUntil ? heldUntil - now : Math.min(tokens.take(rate.at(Ticker.seconds(now))), LOOK_AGAIN);
        }
    }

    void served() {
        synchronized (lock) {
            rate.served(time.seconds());
        }
    }

    /** Too many requests: slows down, and holds all requests for as long as the provider asks. */
    void refused(@Nullable Duration retryAfter) {
        synchronized (lock) {
            hold(retryAfter);
            long now = time.nanos();
            rate.refused(Ticker.seconds(now), Ticker.seconds(Math.max(now, heldUntil)));
        }
    }

    /** Holds all requests for as long as the provider asks. */
    void hold(@Nullable Duration retryAfter) {
        if (retryAfter != null) {
            Duration held = retryAfter.compareTo(LONGEST_HOLD) < 0 ? retryAfter : LONGEST_HOLD;
            synchronized (lock) {
                heldUntil = Math.max(heldUntil, time.nanos() + held.toNanos());
            }
        }
    }
}
