package dev.rollcall.sync.run;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.GroupId;
import dev.rollcall.store.publish.ClockBehindException;
import dev.rollcall.store.publish.StaleConsentException;
import dev.rollcall.store.publish.TooManyGapsException;
import dev.rollcall.store.source.FencedException;
import dev.rollcall.sync.SyncResult.Failure;
import java.sql.SQLException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** What a failure is called, and whose fault it is. */
final class FailureCodes {
    private FailureCodes() {}

    static Failure of(Throwable thrown) {
        Throwable failure = foreseen(thrown);
        if (failure instanceof DirectoryException e) {
            GroupId group = e.failure().group();
            return new Failure(
                    code(e),
                    message(e),
                    e.failure().operation(),
                    group == null ? null : group.value(),
                    e.failure().requestId());
        }
        return new Failure(code(failure), message(failure), null, null, null);
    }

    /** 2 where the user's words were wrong, 1 otherwise. */
    static int exitCode(Throwable failure) {
        return failure instanceof ConfigurationException || failure instanceof StaleConsentException ? 2 : 1;
    }

    /** Whether only a change to the program can mend it. */
    static boolean isBug(Throwable failure) {
        return code(foreseen(failure)).equals("internal");
    }

    /** Whether the database failed, or the connection to it. */
    static boolean isOfDatabase(Throwable failure) {
        return code(foreseen(failure)).equals("database");
    }

    /** What Spring Batch wrapped, where that has a name of its own. */
    private static Throwable foreseen(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (!code(cause).equals("internal")) {
                return cause;
            }
        }
        return failure;
    }

    private static String code(Throwable failure) {
        if (failure instanceof DirectoryException.Throttled) {
            return "throttled";
        } else if (failure instanceof DirectoryException.Unavailable) {
            return "unavailable";
        } else if (failure instanceof DirectoryException.Denied) {
            return "denied";
        } else if (failure instanceof DirectoryException.NotFound) {
            return "not-found";
        } else if (failure instanceof DirectoryException.InvalidRequest) {
            return "invalid-request";
        } else if (failure instanceof DirectoryException.ExpiredMarker) {
            return "expired-marker";
        } else if (failure instanceof DirectoryException.MalformedResponse) {
            return "malformed-response";
        } else if (failure instanceof ConfigurationException) {
            return "configuration";
        } else if (failure instanceof StaleConsentException) {
            return "stale-consent";
        } else if (failure instanceof TooManyGapsException) {
            return "too-many-gaps";
        } else if (failure instanceof FencedException) {
            return "fenced";
        } else if (failure instanceof ClockBehindException) {
            return "clock-behind";
        } else if (failure instanceof DataAccessException
                || failure instanceof TransactionException
                || failure instanceof SQLException) {
            return "database";
        }
        return "internal";
    }

    /** One line; of the database's errors the server's own words. */
    private static String message(Throwable failure) {
        Throwable told = failure;
        if (failure instanceof DataAccessException e) {
            told = e.getMostSpecificCause();
        } else if (failure instanceof TransactionException && failure.getCause() != null) {
            told = failure.getCause();
        }
        String message = told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
        String line = message.strip().replaceAll("\\s*\\R\\s*", "; ");
        return told == failure ? line : "database: " + line;
    }
}
