package dev.rollcall.directory;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request that failed, in the one family of errors that all providers share. The message is complete in itself:
 * operation, group, status, the provider's code and words, and its request id.
 */
public abstract sealed class DirectoryException extends RollcallException {
    private static final long serialVersionUID = 1L;

    private static final String OTHER_STORE = "look at identity-store-id, region and endpoint in the job file";

    private final transient Failure failure;

    private DirectoryException(
            String code, Blame blame, Failure failure, @Nullable String advice, @Nullable Throwable cause) {
        super(code, blame, failure.describe(), advice, cause);
        this.failure = failure;
    }

    /** What is known of the failed request. */
    public Failure failure() {
        return failure;
    }

    /**
     * What is known of a failed request.
     *
     * @param operation the provider's name for it: {@code ListGroupMemberships}
     * @param group the group it was about; null for a listing of groups or users
     * @param status the HTTP status; 0 when there was no answer
     * @param code the provider's error code; null when there was none
     * @param message what went wrong, in the provider's words where it gave any, without control characters and with
     *     at most {@value #MAX_MESSAGE} characters
     * @param requestId the provider's request id; null when there was none
     */
    public record Failure(
            String operation,
            @Nullable GroupId group,
            int status,
            @Nullable String code,
            String message,
            @Nullable String requestId) {
        /** Longer messages are cut off: a proxy's error page says nothing after its first lines. */
        public static final int MAX_MESSAGE = 500;

        public Failure {
            Objects.requireNonNull(operation);
            message = printable(message);
            code = code == null ? null : printable(code);
            requestId = requestId == null ? null : printable(requestId);
        }

        private String describe() {
            StringBuilder text = new StringBuilder(operation);
            if (group != null) {
                text.append(" of group ").append(printable(group.value()));
            }
            text.append(": ").append(message);
            StringBuilder details = new StringBuilder();
            if (status != 0) {
                details.append("HTTP ").append(status);
            }
            if (code != null) {
                details.append(details.isEmpty() ? "" : ", ").append(code);
            }
            if (requestId != null) {
                details.append(details.isEmpty() ? "" : ", ").append("request ").append(requestId);
            }
            return details.isEmpty()
                    ? text.toString()
                    : text.append(" (").append(details).append(')').toString();
        }

        private static String printable(String text) {
            return SafeText.oneLine(text, MAX_MESSAGE);
        }
    }

    /** Too many requests. Retried as long as it takes; slows the source's rate. */
    public static final class Throttled extends DirectoryException {
        private static final long serialVersionUID = 1L;

        private final @Nullable Duration retryAfter;

        /** @param retryAfter the delay that the provider asks for; null when it names none */
        public Throttled(Failure failure, @Nullable Duration retryAfter, @Nullable Throwable cause) {
            super("throttled", Blame.PROVIDER, failure, "others use up the quota just now: try again later", cause);
            this.retryAfter = retryAfter;
        }

        /** The delay that the provider asks for; null when it names none. */
        public @Nullable Duration retryAfter() {
            return retryAfter;
        }
    }

    /** The provider could not answer: 5xx, a reset, a time-out, an answer cut off. Retried. */
    public static final class Unavailable extends DirectoryException {
        private static final long serialVersionUID = 1L;

        private final @Nullable Duration retryAfter;

        /** @param retryAfter the delay that the provider asks for; null when it names none */
        public Unavailable(Failure failure, @Nullable Duration retryAfter, @Nullable Throwable cause) {
            super("unavailable", Blame.PROVIDER, failure, null, cause);
            this.retryAfter = retryAfter;
        }

        /** The delay that the provider asks for; null when it names none. */
        public @Nullable Duration retryAfter() {
            return retryAfter;
        }
    }

    /**
     * The settings of this host keep it from the provider: nothing here vouches for a certificate, or a proxy refuses.
     * Never retried.
     */
    public static final class Blocked extends DirectoryException {
        private static final long serialVersionUID = 1L;

        public Blocked(Failure failure, @Nullable Throwable cause) {
            super("configuration", Blame.PROVIDER, failure, null, cause);
        }
    }

    /** The caller may not do this. Never retried. */
    public static final class Denied extends DirectoryException {
        private static final long serialVersionUID = 1L;

        private final boolean wholeSource;

        /**
         * @param wholeSource whether nothing at all can be read: refused, expired or vanished credentials, a refused
         *     KMS key, a skewed clock; false when it may be about one group alone
         */
        public Denied(Failure failure, boolean wholeSource, @Nullable Throwable cause) {
            super("denied", Blame.PERMISSION, failure, advice(failure, wholeSource), cause);
            this.wholeSource = wholeSource;
        }

        /** Whether nothing at all can be read; false when it may be about one group alone. */
        public boolean wholeSource() {
            return wholeSource;
        }

        private static String advice(Failure failure, boolean wholeSource) {
            return wholeSource
                    ? "look at the credentials, their policy and this computer's clock"
                    : "permit " + failure.operation() + " to these credentials";
        }
    }

    /** What was asked for does not exist. Never retried. */
    public static final class NotFound extends DirectoryException {
        private static final long serialVersionUID = 1L;

        private final boolean identityStore;

        /** @param identityStore whether it is the identity store that is unknown; false when it is the group */
        public NotFound(Failure failure, boolean identityStore, @Nullable Throwable cause) {
            super("not-found", Blame.PROVIDER, failure, OTHER_STORE, cause);
            this.identityStore = identityStore;
        }

        /** Whether it is the identity store that is unknown; false when it is the group. */
        public boolean identityStore() {
            return identityStore;
        }
    }

    /** The provider refuses the request itself. Never retried. */
    public static final class InvalidRequest extends DirectoryException {
        private static final long serialVersionUID = 1L;

        public InvalidRequest(Failure failure, @Nullable Throwable cause) {
            super("invalid-request", Blame.PROVIDER, failure, OTHER_STORE, cause);
        }
    }

    /** The provider refuses a request that carries a marker, as it does when the marker expired. The listing starts over. */
    public static final class ExpiredMarker extends DirectoryException {
        private static final long serialVersionUID = 1L;

        public ExpiredMarker(Failure failure, @Nullable Throwable cause) {
            super("expired-marker", Blame.PROVIDER, failure, null, cause);
        }
    }

    /** An answer that can't be understood, or that lacks a mandatory field. Retried. */
    public static final class MalformedResponse extends DirectoryException {
        private static final long serialVersionUID = 1L;

        public MalformedResponse(Failure failure, @Nullable Throwable cause) {
            super("malformed-response", Blame.PROVIDER, failure, null, cause);
        }
    }
}
