package dev.rollcall.directory.aws;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Failure;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Puts whatever goes wrong with AWS into the one family of errors. */
final class Failures {
    private final String identityStoreId;
    private final Clock clock;

    Failures(String identityStoreId, Clock clock) {
        this.identityStoreId = identityStoreId;
        this.clock = clock;
    }

    /**
     * A request that failed; thrown by the caller.
     *
     * @param answer null when none came, or none whole
     */
    RuntimeException of(Asked asked, @Nullable Answer answer, RuntimeException failed) {
        if (answer != null && !answer.isSuccessful()) {
            return refused(asked, Refusal.of(answer, clock));
        }
        if (failed instanceof AbortedException) {
            Thread.currentThread().interrupt();
            return new DirectoryException.Unavailable(unanswered(asked, "interrupted"), null, failed);
        }
        CredentialsFailure credentials = CredentialsFailure.within(failed);
        if (credentials != null) {
            return credentials.classify(asked, clock);
        }
        if (!(failed instanceof SdkException)) {
            return failed;
        }
        Failure failure = unanswered(asked, String.valueOf(failed.getMessage()));
        return isTransport(failed)
                ? new DirectoryException.Unavailable(failure, null, failed)
                : new DirectoryException.InvalidRequest(failure, failed);
    }

    DirectoryException malformed(Asked asked, Answer answer, MalformedAnswer malformed) {
        String message = String.valueOf(malformed.getMessage());
        return new DirectoryException.MalformedResponse(
                new Failure(asked.operation(), asked.group(), answer.status(), null, message, answer.requestId()),
                malformed);
    }

    /** Whether it is the way to the service that failed: no connection, a reset, a time-out, an answer cut off. */
    static boolean isTransport(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || cause instanceof AbortedException
                    || cause instanceof ApiCallTimeoutException
                    || cause instanceof ApiCallAttemptTimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** The order matters: a code says more than a status, and a key, a clock or credentials are never about a group. */
    private DirectoryException refused(Asked asked, Refusal refusal) {
        Failure failure = failure(asked, refusal, refusal.message());
        if (refusal.throttled()) {
            return new DirectoryException.Throttled(failure, refusal.retryAfter(), null);
        }
        if (refusal.aboutKey()) {
            return new DirectoryException.Denied(
                    failure(asked, refusal, refusal.reason() + ": " + refusal.message()), true, null);
        }
        if (refusal.unavailable()) {
            return new DirectoryException.Unavailable(failure, refusal.retryAfter(), null);
        }
        if (refusal.aboutClock(clock.instant())) {
            return new DirectoryException.Denied(failure(asked, refusal, clockIsOff(refusal)), true, null);
        }
        if (refusal.aboutCredentials()) {
            return new DirectoryException.Denied(failure, true, null);
        }
        if (refusal.notFound()) {
            return new DirectoryException.NotFound(failure, isIdentityStore(asked, refusal), null);
        }
        if (asked.marker() != null && refusal.aboutMarker()) {
            return new DirectoryException.ExpiredMarker(failure, null);
        }
        if (refusal.denied()) {
            return new DirectoryException.Denied(failure, false, null);
        }
        return new DirectoryException.InvalidRequest(failure, null);
    }

    static String clockIsOff(Refusal refusal) {
        return "this host's clock is off by more than 15 minutes; set it right: " + refusal.message();
    }

    static Failure failure(Asked asked, Refusal refusal, String message) {
        return new Failure(
                asked.operation(), asked.group(), refusal.status(), refusal.code(), message, refusal.requestId());
    }

    private static Failure unanswered(Asked asked, String message) {
        return new Failure(asked.operation(), asked.group(), 0, null, message, null);
    }

    private boolean isIdentityStore(Asked asked, Refusal refusal) {
        return asked.group() == null
                || "IDENTITY_STORE".equals(refusal.resourceType())
                || identityStoreId.equals(refusal.resourceId());
    }
}
