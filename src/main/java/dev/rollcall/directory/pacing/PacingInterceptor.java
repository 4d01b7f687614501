package dev.rollcall.directory.pacing;

import dev.rollcall.directory.DirectoryException;
import java.util.function.Supplier;

/** Sends each request when it is its turn, counts it, and reports to the pacer how the provider took it. */
record PacingInterceptor(RequestPacer pacer, RequestCounter counter) implements InterceptedDirectory.Interceptor {
    @Override
    public <T> T call(Supplier<T> request) {
        return pacer.send(() -> sendCounted(request));
    }

    private <T> T sendCounted(Supplier<T> request) {
        counter.request();
        long sentAt = pacer.nanos();
        try {
            T response = request.get();
            pacer.served();
            return response;
        } catch (DirectoryException.Throttled e) {
            counter.throttle();
            pacer.throttled(sentAt, e.retryAfter());
            throw e;
        } catch (DirectoryException.Unavailable e) {
            pacer.hold(e.retryAfter());
            throw e;
        }
    }
}
