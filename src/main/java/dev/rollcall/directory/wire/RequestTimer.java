package dev.rollcall.directory.wire;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Failure;
import dev.rollcall.directory.LogFields;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Times requests to a provider, each attempt by itself: logs them at debug, without their bodies, and tells a listener.
 * Safe for use by several threads.
 */
public final class RequestTimer {
    private static final Logger log = LoggerFactory.getLogger(RequestTimer.class);
    private static final String OK = "ok";

    private final Listener listener;

    RequestTimer(Listener listener) {
        this.listener = listener;
    }

    /** Learns of attempts that ended, in the threads that sent them. */
    @FunctionalInterface
    public interface Listener {
        /**
         * An attempt ended.
         *
         * @param operation the provider's name for it: {@code ListGroupMemberships}
         * @param outcome {@code ok}, else the code of the failure: {@code throttled}, {@code unavailable}, …
         * @param took from its beginning to its last byte, or its failure
         */
        void ended(String operation, String outcome, Duration took);
    }

    /**
     * Sends a request, and returns what came of it.
     *
     * @param response what was answered, asked once {@code send} has returned
     */
    public <T> T time(ApiRequest request, Supplier<@Nullable ApiResponse> response, Supplier<T> send) {
        long begin = System.nanoTime();
        try {
            T result = send.get();
            ApiResponse answered = response.get();
            ended(
                    request,
                    OK,
                    answered == null ? 0 : answered.status(),
                    answered == null ? null : answered.requestId(),
                    begin);
            return result;
        } catch (DirectoryException e) {
            Failure failure = e.failure();
            ended(request, e.code(), failure.status(), failure.requestId(), begin);
            throw e;
        }
    }

    private void ended(ApiRequest request, String outcome, int status, @Nullable String requestId, long begin) {
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        listener.ended(request.operation(), outcome, took);
        if (log.isDebugEnabled()) {
            LoggingEventBuilder line = log.atDebug()
                    .addKeyValue(LogFields.OPERATION, request.operation())
                    .addKeyValue(LogFields.DURATION, took.toNanos())
                    .addKeyValue(LogFields.OUTCOME, outcome.equals(OK) ? "success" : "failure");
            line = LogFields.with(line, LogFields.GROUP, request.group());
            line = LogFields.with(line, LogFields.STATUS, status == 0 ? null : status);
            LogFields.with(line, LogFields.REQUEST_ID, requestId)
                    .log(
                            "{}{}: {}{} in {} ms{}",
                            request.operation(),
                            request.group() == null ? "" : " of group " + request.group(),
                            outcome.equals(OK) ? "" : outcome + ", ",
                            status == 0 ? "no answer" : "HTTP " + status,
                            took.toMillis(),
                            requestId == null ? "" : ", request " + requestId);
        }
    }
}
