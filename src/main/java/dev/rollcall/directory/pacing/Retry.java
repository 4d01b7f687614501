package dev.rollcall.directory.pacing;

import dev.rollcall.directory.DirectoryException;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what may succeed when asked again. All requests are reads, so repeating one does no harm.
 *
 * <p>Being throttled uses up no attempt and needs no delay of its own: the pace has slowed down for everybody. After any
 * other failure that may pass, the delay grows exponentially with full jitter. Denied, not found, invalid and expired
 * are answers, and are never asked for again.
 */
record Retry(RequestPacer pace, Ticker time, DoubleSupplier jitter, RequestCounter tally)
        implements InterceptedDirectory.Concern {
    static final int ATTEMPTS = 10;
    static final Duration AT_LEAST = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Retry.class);
    private static final double FIRST_DELAY = 0.2;
    private static final double GREATEST_DELAY = 20;

    @Override
    public <T> T call(Supplier<T> request) {
        long begun = time.nanos();
        int failed = 0;
        while (true) {
            try {
                return request.get();
            } catch (DirectoryException.Throttled e) {
                LOG.debug("Throttled: {}", e.getMessage());
            } catch (DirectoryException.Unavailable | DirectoryException.MalformedResponse e) {
                failed++;
                if (failed >= ATTEMPTS && time.nanos() - begun >= AT_LEAST.toNanos()) {
                    throw e;
                }
                LOG.debug("Attempt {} failed: {}", failed, e.getMessage());
                time.sleep(delay(failed));
                tally.retry();
            }
        }
    }

    private long delay(int failed) {
        double greatest = Math.min(GREATEST_DELAY, FIRST_DELAY * Math.pow(2, failed - 1.0));
        return (long) (jitter.getAsDouble() * greatest * 1e9);
    }
}
