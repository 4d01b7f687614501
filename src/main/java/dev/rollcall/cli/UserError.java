package dev.rollcall.cli;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.SafeText;
import dev.rollcall.store.publish.StaleConsentException;
import dev.rollcall.store.source.SourceBusyException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * An exception as the user sees it.
 *
 * @param exitCode whose fault it is
 * @param message one line
 */
public record UserError(int exitCode, String message) {
    private static final String NO_TABLE = "42P01";
    private static final String NO_SCHEMA = "3F000";
    private static final String NO_RIGHT = "42501";
    private static final String NO_DATABASE = "3D000";
    /** The server refuses the user or the password. */
    private static final Set<String> REFUSED = Set.of("28000", "28P01");

    /** Empty when it is of no expected family, that is a bug. */
    public static Optional<UserError> of(Throwable failure) {
        if (failure instanceof ConfigurationException || failure instanceof StaleConsentException) {
            return problem(ExitCodes.USAGE, failure);
        }
        if (failure instanceof SourceBusyException) {
            return problem(ExitCodes.BUSY, failure);
        }
        if (failure instanceof DirectoryException) {
            return problem(ExitCodes.FAILED, failure);
        }
        SQLException answer = answer(failure);
        if (answer != null) {
            return Optional.of(database(answer));
        }
        if (failure instanceof DataAccessException
                || failure instanceof TransactionException
                || failure instanceof FlywayException) {
            return problem(ExitCodes.FAILED, failure);
        }
        return Optional.empty();
    }

    private static UserError database(SQLException answer) {
        String state = String.valueOf(answer.getSQLState());
        String message = oneLine(answer);
        if (REFUSED.contains(state)) {
            return new UserError(
                    ExitCodes.USAGE,
                    "database: " + message + "; check ROLLCALL_DB_USER and ROLLCALL_DB_PASSWORD or its file");
        }
        return switch (state) {
            case NO_DATABASE -> new UserError(ExitCodes.USAGE, "database: " + message + "; check ROLLCALL_DB_URL");
            case NO_TABLE, NO_SCHEMA ->
                new UserError(
                        ExitCodes.USAGE,
                        "database: the schema is not there, or older than this program: run 'rollcall migrate'");
            case NO_RIGHT ->
                new UserError(
                        ExitCodes.USAGE,
                        "database: " + message + "; the user needs the role rollcall_writer, to migrate the schemas");
            default -> new UserError(ExitCodes.FAILED, "database: " + message);
        };
    }

    private static Optional<UserError> problem(int exitCode, Throwable failure) {
        return Optional.of(new UserError(exitCode, oneLine(failure)));
    }

    private static String oneLine(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return SafeText.of(
                message.strip().replaceAll("\\R\\s*Position: \\d+", "").replaceAll("\\s*\\R\\s*", "; "));
    }

    /** The innermost: the outer ones only say that there is one. */
    private static @Nullable SQLException answer(Throwable failure) {
        SQLException found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                found = e;
            }
        }
        return found;
    }
}
