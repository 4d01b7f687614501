package dev.rollcall.directory.wire;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.DirectoryException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** There are no credentials to sign with. The message is one line that says where they were looked for; no secret. */
public final class CredentialsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean temporary;

    public CredentialsException(String message, @Nullable Throwable cause) {
        this(message, false, cause);
    }

    /** @param temporary whether a service that hands out credentials could not be reached, so that a retry may help */
    public CredentialsException(String message, boolean temporary, @Nullable Throwable cause) {
        super(message, cause);
        this.temporary = temporary;
    }

    /**
     * A service that hands out credentials gave no answer.
     *
     * @param place where the credentials come from
     */
    public static CredentialsException unanswered(String place, NetworkException unanswered) {
        return new CredentialsException(place + ": " + unanswered.getMessage(), !unanswered.isLasting(), unanswered);
    }

    /** The innermost such exception among the causes, since vendors' SDKs wrap it; null when there is none. */
    public static @Nullable CredentialsException within(Throwable failure) {
        CredentialsException innermost = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CredentialsException found) {
                innermost = found;
            }
        }
        return innermost;
    }

    /** The failure of opening a directory, by this request where it takes one. */
    public RuntimeException whileOpening(ApiRequest request) {
        return temporary || isBlocked() ? whileReading(request) : new ConfigurationException(getMessage(), this);
    }

    /** The failure of a request for which there were no credentials any more. */
    public DirectoryException whileReading(ApiRequest request) {
        if (isBlocked()) {
            return new DirectoryException.Blocked(request.failure(getMessage()), this);
        }
        return temporary
                ? new DirectoryException.Unavailable(request.failure(getMessage()), null, this)
                : new DirectoryException.Denied(request.failure(getMessage()), true, this);
    }

    private boolean isBlocked() {
        return getCause() instanceof NetworkException unanswered && unanswered.isLasting();
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
