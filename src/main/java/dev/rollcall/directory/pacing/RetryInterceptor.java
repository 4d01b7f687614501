package dev.rollcall.directory.pacing;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.LogFields;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a request that may succeed when it is sent again. All requests are reads, so repeating one does no harm.
 *
 * <p>Being throttled uses up no attempt and needs no delay of its own: the pacer has slowed all requests down. After any
 * other failure that may pass, the delay grows exponentially with full jitter. Denied, not found, invalid and expired
 * are final: such a request is never sent again.
 *
 * <p>A request that keeps failing is given up only when it failed once more right after the source answered another
 * one. Where no other request is on its way, the one that was answered last is asked again to find out. While that one
 * fails too the source is away: the request waits for its return, and its attempts then count anew.
 */
final class RetryInterceptor implements InterceptedDirectory.Interceptor {
    private static final Logger LOG = LoggerFactory.getLogger(RetryInterceptor.class);
    private static final double FIRST_DELAY_SECONDS = 0.2;
    private static final double LONGEST_DELAY_SECONDS = 20;

    private final Ticker ticker;
    private final DoubleSupplier jitter;
    private final RequestCounter counter;
    private final RetryLimits limits;
    private final Availability availability;
    private volatile Supplier<?> answeredLast;

    /**
     * @param jitter at least 0, less than 1
     * @param anyRequest asked again while no request was answered yet
     */
    RetryInterceptor(
            Ticker ticker,
            DoubleSupplier jitter,
            RequestCounter counter,
            RetryLimits limits,
            Availability availability,
            Supplier<?> anyRequest) {
        this.ticker = ticker;
        this.jitter = jitter;
        this.counter = counter;
        this.limits = limits;
        this.availability = availability;
        this.answeredLast = anyRequest;
    }

    @Override
    public <T> T call(Supplier<T> request) {
        Patience patience = new Patience();
        while (true) {
            patience.attempt();
            try {
                T answer = request.get();
                answeredLast = request;
                availability.answered();
                return answer;
            } catch (DirectoryException.Throttled e) {
                LogFields.of(LOG.atDebug(), e).log("Throttled: {}", e.getMessage());
            } catch (DirectoryException.Unavailable | DirectoryException.MalformedResponse e) {
                availability.failed();
                patience.endOrWait(e);
                counter.retry();
            } catch (DirectoryException e) {
                availability.answered();
                throw e;
            }
        }
    }

    private boolean isSourceThere() {
        try {
            Object unused = answeredLast.get();
        } catch (DirectoryException.Throttled
                | DirectoryException.Unavailable
                | DirectoryException.MalformedResponse away) {
            LOG.debug("The source is away: {}", away.getMessage());
            return false;
        } catch (DirectoryException refused) {
            LOG.debug("The source is there, and refuses: {}", refused.getMessage());
        }
        availability.answered();
        return true;
    }

    /** How long one request is repeated. For one thread. */
    private final class Patience {
        private long countedFrom = ticker.nanos();
        private int counted;
        private int failed;
        private long answersAtFailure = availability.answers();
        private boolean answeredSince;
        private boolean away;

        /** Another attempt begins. */
        void attempt() {
            answeredSince = availability.answers() > answersAtFailure;
        }

        /** Sleeps until the next attempt; throws where there is none. */
        void endOrWait(DirectoryException failure) {
            failed++;
            counted++;
            answersAtFailure = availability.answers();
            // One request that hangs is no word of the source.
            if (availability.isAwayTooLong() && !isSourceThere()) {
                throw availability.givenUp(failure);
            }
            if (counted >= limits.attempts()
                    && ticker.nanos() - countedFrom >= limits.atLeast().toNanos()) {
                endUnlessSourceIsAway(failure);
            }
            LogFields.of(LOG.atDebug(), failure).log("Attempt {} failed: {}", failed, failure.getMessage());
            ticker.sleep(delayNanos());
        }

        /** Returns as well where the source was just found to be there: the next attempt decides. */
        private void endUnlessSourceIsAway(DirectoryException failure) {
            boolean there = answeredSince || isSourceThere();
            if (!there && availability.isGivenUp()) {
                throw availability.givenUp(failure);
            }
            if (answeredSince && !away) {
                throw failure;
            }
            if (!there || away) {
                counted = 0;
                countedFrom = ticker.nanos();
            }
            away = !there;
        }

        private long delayNanos() {
            double longest = Math.min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * Math.pow(2, failed - 1.0));
            return (long) (jitter.getAsDouble() * longest * 1e9);
        }
    }
}
