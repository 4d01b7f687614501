package dev.rollcall.directory.pacing;

import dev.rollcall.directory.DirectoryException;
import java.time.Duration;
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
 * @param jitter at least 0, less than 1
 */
record RetryInterceptor(Ticker ticker, DoubleSupplier jitter, RequestCounter counter)
        implements InterceptedDirectory.Interceptor {
    /** A request fails for good after so many attempts, and not before so long. */
    static final int ATTEMPTS = 10;

    static final Duration AT_LEAST = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(RetryInterceptor.class);
    private static final double FIRST_DELAY_SECONDS = 0.2;
    private static final double LONGEST_DELAY_SECONDS = 20;

    @Override
    public <T> T call(Supplier<T> request) {
        long begun = ticker.nanos();
        int failed = 0;
        while (true) {
            try {
                return request.get();
            } catch (DirectoryException.Throttled e) {
                LOG.debug("Throttled: {}", e.getMessage());
            } catch (DirectoryException.Unavailable | DirectoryException.MalformedResponse e) {
                failed++;
                if (failed >= ATTEMPTS && ticker.nanos() - begun >= AT_LEAST.toNanos()) {
                    throw e;
                }
                LOG.debug("Attempt {} failed: {}", failed, e.getMessage());
                ticker.sleep(delayNanos(failed));
                counter.retry();
            }
        }
    }

    private long delayNanos(int failed) {
        double longest = Math.min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * Math.pow(2, failed - 1.0));
        return (long) (jitter.getAsDouble() * longest * 1e9);
    }
}
