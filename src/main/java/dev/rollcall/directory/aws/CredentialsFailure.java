package dev.rollcall.directory.aws;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Failure;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Credentials could not be had. The SDK's own exception for it is the one it has for a broken connection, so this one
 * marks which of them it was, however the SDK wraps it. The message names what was tried, and holds no secret.
 */
final class CredentialsFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CredentialsFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The innermost such failure among the causes: of a role that can't be assumed without a key, the key. */
    static @Nullable CredentialsFailure within(Throwable failed) {
        CredentialsFailure innermost = null;
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof CredentialsFailure failure) {
                innermost = failure;
            }
        }
        return innermost;
    }

    /** The failure of a request for which there were no credentials any more. */
    DirectoryException classify(Asked asked, Clock clock) {
        DirectoryException byService = byService(asked, clock);
        return byService != null ? byService : new DirectoryException.Denied(unanswered(asked), true, getCause());
    }

    /** The failure of opening a directory. */
    RuntimeException atStart(Asked asked, Clock clock) {
        DirectoryException byService = byService(asked, clock);
        return byService != null ? byService : new ConfigurationException(message());
    }

    private @Nullable DirectoryException byService(Asked asked, Clock clock) {
        AwsServiceException answered = answered();
        if (answered != null) {
            Refusal refusal = Refusal.of(answered);
            boolean clockIsOff = refusal.aboutClock(clock.instant());
            Failure failure = Failures.failure(
                    asked, refusal, message() + ": " + (clockIsOff ? Failures.clockIsOff(refusal) : refusal.message()));
            // Throttled would slow down the source's own requests, which have nothing to do with it.
            return refusal.throttled() || refusal.unavailable()
                    ? new DirectoryException.Unavailable(failure, null, null)
                    : new DirectoryException.Denied(failure, true, null);
        }
        return Failures.isTransport(this)
                ? new DirectoryException.Unavailable(unanswered(asked), null, getCause())
                : null;
    }

    private @Nullable AwsServiceException answered() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof AwsServiceException answered) {
                return answered;
            }
        }
        return null;
    }

    private Failure unanswered(Asked asked) {
        return new Failure(asked.operation(), asked.group(), 0, null, message(), null);
    }

    private String message() {
        return String.valueOf(getMessage());
    }
}
