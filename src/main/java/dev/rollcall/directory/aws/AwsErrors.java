package dev.rollcall.directory.aws;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Denied;
import dev.rollcall.directory.DirectoryException.ExpiredMarker;
import dev.rollcall.directory.DirectoryException.Failure;
import dev.rollcall.directory.DirectoryException.InvalidRequest;
import dev.rollcall.directory.DirectoryException.MalformedResponse;
import dev.rollcall.directory.DirectoryException.NotFound;
import dev.rollcall.directory.DirectoryException.Throttled;
import dev.rollcall.directory.DirectoryException.Unavailable;
import dev.rollcall.directory.wire.ApiRequest;
import dev.rollcall.directory.wire.ApiResponse;
import dev.rollcall.directory.wire.CredentialsException;
import dev.rollcall.directory.wire.MalformedBodyException;
import dev.rollcall.directory.wire.NetworkException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Whatever goes wrong with AWS, as the errors that all providers share. */
final class AwsErrors {
    private static final Pattern SDK_ATTEMPTS = Pattern.compile("\\s*\\(SDK Attempt Count: \\d+\\)");

    /** The time of an attempt ended before it had a connection: the HTTP client's exception says nothing. */
    private static final String NO_CONNECTION = "no connection within limits.timeout; look at the network";

    private final String identityStoreId;
    private final InstantSource clock;

    AwsErrors(String identityStoreId, InstantSource clock) {
        this.identityStoreId = identityStoreId;
        this.clock = clock;
    }

    /**
     * A request that failed; thrown by the caller.
     *
     * @param response null when none came, or none whole
     */
    RuntimeException of(ApiRequest request, @Nullable ApiResponse response, RuntimeException failed) {
        if (response != null && !response.isSuccessful()) {
            return refused(request, AwsErrorResponse.of(response, clock.instant()));
        }
        if (failed instanceof AbortedException) {
            Thread.currentThread().interrupt();
            return new Unavailable(request.failure("interrupted"), null, failed);
        }
        MalformedBodyException malformed = cause(failed, MalformedBodyException.class);
        if (malformed != null) {
            return new MalformedResponse(request.failure(malformed.getMessage()), failed);
        }
        CredentialsException credentials = CredentialsException.within(failed);
        if (credentials != null) {
            DirectoryException refusal = refused(request, credentials, clock.instant());
            return refusal == null ? credentials.whileReading(request) : refusal;
        }
        NetworkException unanswered = networkException(failed);
        if (unanswered != null) {
            return unanswered.whileSending(request);
        }
        if (failed instanceof CancellationException) {
            return new Unavailable(request.failure(NO_CONNECTION), null, failed);
        }
        if (!(failed instanceof SdkException)) {
            return failed;
        }
        Failure failure = request.failure(ownWords(failed));
        return isTransport(failed) ? new Unavailable(failure, null, failed) : new InvalidRequest(failure, failed);
    }

    /** The SDK's reason not to send a request, less what it says of itself. */
    private static String ownWords(RuntimeException failed) {
        return SDK_ATTEMPTS.matcher(String.valueOf(failed.getMessage())).replaceAll("");
    }

    /** The failure of opening a directory without credentials. */
    static RuntimeException whileOpening(ApiRequest request, CredentialsException credentials, Instant now) {
        DirectoryException refusal = refused(request, credentials, now);
        return refusal == null ? credentials.whileOpening(request) : refusal;
    }

    /** Whether the service could not be reached: no connection, a reset, a time-out, a response cut off. */
    static boolean isTransport(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if ((cause instanceof IOException && !(cause instanceof FileSystemException))
                    || cause instanceof AbortedException
                    || cause instanceof CancellationException
                    || cause instanceof ApiCallTimeoutException
                    || cause instanceof ApiCallAttemptTimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** The order matters: a code says more than a status, and a key, a clock or credentials are never about a group. */
    private DirectoryException refused(ApiRequest request, AwsErrorResponse error) {
        Failure failure = failure(request, error, error.message());
        if (error.isThrottled()) {
            return new Throttled(failure, error.retryAfter(), null);
        }
        if (error.isAboutEncryptionKey()) {
            return new Denied(failure(request, error, error.reason() + ": " + error.message()), true, null);
        }
        if (error.isUnavailable()) {
            return new Unavailable(failure, error.retryAfter(), null);
        }
        if (error.isAboutClock(clock.instant())) {
            return new Denied(failure(request, error, clockIsOff(error)), true, null);
        }
        if (error.isAboutCredentials()) {
            return new Denied(failure, true, null);
        }
        if (error.isNotFound()) {
            return new NotFound(failure, isIdentityStore(request, error), null);
        }
        if (request.marker() != null && error.isAboutMarker()) {
            return new ExpiredMarker(failure, null);
        }
        if (error.isDenied()) {
            return new Denied(failure, false, null);
        }
        // AWS gives every refusal a code: one without comes from a proxy, and says nothing about a group.
        return error.code() == null
                ? new Unavailable(failure, error.retryAfter(), null)
                : new InvalidRequest(failure, null);
    }

    /** The refusal of a service that hands out credentials; null when none answered. */
    private static @Nullable DirectoryException refused(
            ApiRequest request, CredentialsException credentials, Instant now) {
        AwsServiceException answered = serviceException(credentials);
        if (answered == null) {
            return null;
        }
        AwsErrorResponse error = AwsErrorResponse.of(answered);
        String reason = error.isAboutClock(now) ? clockIsOff(error) : error.message();
        Failure failure = failure(request, error, credentials.getMessage() + ": " + reason);
        // Throttled would slow down the source's own requests, which have nothing to do with it.
        return error.isThrottled() || error.isUnavailable()
                ? new Unavailable(failure, null, null)
                : new Denied(failure, true, null);
    }

    /** What a service answered; null when none did. */
    static @Nullable AwsServiceException serviceException(Throwable failure) {
        return cause(failure, AwsServiceException.class);
    }

    /** Why nobody answered; null when somebody did, or nothing was sent. */
    static @Nullable NetworkException networkException(Throwable failure) {
        return cause(failure, NetworkException.class);
    }

    /** The outermost of this kind among an exception and its causes; null when there is none. */
    static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static String clockIsOff(AwsErrorResponse error) {
        return "this host's clock is off by more than 15 minutes; set it right: " + error.message();
    }

    private static Failure failure(ApiRequest request, AwsErrorResponse error, String message) {
        return request.failure(error.status(), error.code(), message, error.requestId());
    }

    private boolean isIdentityStore(ApiRequest request, AwsErrorResponse error) {
        return request.group() == null
                || "IDENTITY_STORE".equals(error.resourceType())
                || identityStoreId.equals(error.resourceId());
    }
}
