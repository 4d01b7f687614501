package dev.rollcall.directory.pacing;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Paces all requests of one source: so many a second, so many in flight at once, none while the provider asks to wait.
 * All workers of a run share one; safe for use by several threads at once.
 */
public final class RequestPacer {
    /** The longest that a thread waits for its token before it asks again: the rate may change meanwhile. */
    private static final long LONGEST_WAIT = Duration.ofMillis(100).toNanos();

    /** A provider that asks for a longer delay is not obeyed beyond it. */
    private static final Duration LONGEST_HOLD = Duration.ofDays(1);

    /** More threads than can wait: when the run is stopped, all pass and find it stopped. */
    private static final int ALL_THREADS = 1 << 20;

    private final StopSignal stop;
    private final Ticker ticker;
    private final DoubleSupplier jitter;
    private final RetryLimits limits;
    private final Availability availability;
    private final Semaphore inFlight;
    private final Object lock = new Object();
    private final AdaptiveRate rate;
    private final TokenBucket tokens;
    private long heldUntil;

    /**
     * @param requestsPerSecond greatest sustained rate, greater than 0
     * @param workers requests in flight at once, at least 1
     * @param stop wakes the threads that wait
     */
    public RequestPacer(double requestsPerSecond, int workers, RetryLimits limits, StopSignal stop) {
        this(
                requestsPerSecond,
                workers,
                limits,
                stop,
                new Ticker.SystemTicker(stop),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param jitter at least 0, less than 1 */
    RequestPacer(
            double requestsPerSecond,
            int workers,
            RetryLimits limits,
            StopSignal stop,
            Ticker ticker,
            DoubleSupplier jitter) {
        this.stop = stop;
        this.ticker = ticker;
        this.jitter = jitter;
        this.limits = limits;
        this.availability = new Availability(ticker, limits.away());
        this.inFlight = new Semaphore(workers, true);
        this.rate = new AdaptiveRate(requestsPerSecond, ticker.seconds());
        this.tokens = new TokenBucket(rate.at(ticker.seconds()), ticker);
        this.heldUntil = ticker.nanos();
        stop.whenStopped(() -> inFlight.release(ALL_THREADS));
    }

    /**
     * Puts pacing, retry and the guard against endless listings around an adapter. May be called once for each worker,
     * with a counter of its own: the rate is shared. Every call may also fail with a {@link StoppedException}.
     *
     * <p>Pacing is innermost: every attempt is a request to the provider and waits its turn. Retry is around pacing, so
     * that a worker which waits between two attempts holds none of the permitted requests in flight. The guard is
     * outermost: it sees each page once, however many attempts the page took, and what it finds is never retried.
     *
     * @param adapter stays open when the result is closed; whoever opened it closes it
     */
    public Directory around(Directory adapter, RequestCounter counter) {
        Directory paced = new InterceptedDirectory(adapter, new PacingInterceptor(this, counter));
        RetryInterceptor retry =
                new RetryInterceptor(ticker, jitter, counter, limits, availability, () -> paced.listGroups(null));
        return new MarkerGuard(new InterceptedDirectory(paced, retry));
    }

    /**
     * Puts pacing around an adapter, and no retry: a request that fails has failed. May be called like {@link #around}.
     */
    public Directory withoutRetry(Directory adapter, RequestCounter counter) {
        return new MarkerGuard(new InterceptedDirectory(adapter, new PacingInterceptor(this, counter)));
    }

    /**
     * Whether the source is given up: it was never there, or nothing was answered for as long as {@link RetryLimits}
     * says. Otherwise a request that failed for good failed by itself.
     */
    public boolean isSourceGivenUp() {
        return availability.isGivenUp();
    }

    /** Requests a second that may be sent now. */
    double currentRate() {
        synchronized (lock) {
            return rate.at(ticker.seconds());
        }
    }

    /** Sends one request when it is its turn. That a stop cancels it is no failure of the request's. */
    <T> T send(Supplier<T> request) {
        stop.check();
        try {
            inFlight.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
        try {
            awaitToken();
            return request.get();
        } catch (DirectoryException e) {
            stop.check();
            throw e;
        } finally {
            inFlight.release();
        }
    }

    private void awaitToken() {
        while (true) {
            stop.check();
            long wait = takeToken();
            if (wait == 0) {
                return;
            }
            ticker.sleep(wait);
        }
    }

    /** Takes a token for one request: 0 when it may be sent now, else how many nanoseconds to wait before asking again. */
    long takeToken() {
        synchronized (lock) {
            long now = ticker.nanos();
            return now < heldUntil
                    ? heldUntil - now
                    : Math.min(tokens.take(rate.at(Ticker.seconds(now))), LONGEST_WAIT);
        }
    }

    /** The pacer's time. */
    long nanos() {
        return ticker.nanos();
    }

    /** A request was served. */
    void served() {
        synchronized (lock) {
            rate.served(ticker.seconds());
        }
    }

    /**
     * A request was refused as one too many: slows down, and holds all requests for as long as the provider asks.
     *
     * @param sentAt when it was sent, by {@link #nanos()}
     */
    void throttled(long sentAt, @Nullable Duration retryAfter) {
        synchronized (lock) {
            hold(retryAfter);
            long now = ticker.nanos();
            rate.throttled(Ticker.seconds(sentAt), Ticker.seconds(now), Ticker.seconds(Math.max(now, heldUntil)));
        }
    }

    /** Holds all requests for as long as the provider asks. */
    void hold(@Nullable Duration retryAfter) {
        if (retryAfter != null) {
            Duration held = retryAfter.compareTo(LONGEST_HOLD) < 0 ? retryAfter : LONGEST_HOLD;
            synchronized (lock) {
                heldUntil = Math.max(heldUntil, ticker.nanos() + held.toNanos());
            }
        }
    }
}
