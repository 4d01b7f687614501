package dev.rollcall.directory.pacing;

import dev.rollcall.directory.DirectoryException;
import java.util.function.Supplier;

/** Sends each request when it is its turn, counts it, and tells the pace how the provider took it. */
record PacingInterceptor(RequestPacer pace, RequestCounter tally) implements InterceptedDirectory.Concern {
    @Override
    public <T> T call(Supplier<T> request) {
        return pace.send(() -> sent(request));
    }

    private <T> T sent(Supplier<T> request) {
        tally.request();
        try {
            T answer = request.get();
            pace.served();
            return answer;
        } catch (DirectoryException.Throttled e) {
            tally.throttle();
            pace.refused(e.retryAfter());
            throw e;
        } catch (DirectoryException.Unavailable e) {
            pace.hold(e.retryAfter());
            throw e;
        }
    }
}
