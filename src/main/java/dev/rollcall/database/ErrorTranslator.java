package dev.rollcall.database;

import dev.rollcall.directory.Blame;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.InternalException;
import dev.rollcall.directory.RollcallException;
import dev.rollcall.directory.SafeText;
import java.io.FileNotFoundException;
import java.nio.file.InvalidPathException;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Says what any exception is. Rollcall's own carry code, blame and advice; those of the driver, Spring and Flyway get
 * theirs here and nowhere else.
 */
public final class ErrorTranslator {
    private static final String OPTIONS = "correct the options in ROLLCALL_DB_URL";

    private ErrorTranslator() {}

    /**
     * The outermost foreseen failure among an exception and its causes; an {@link InternalException} when there is
     * none.
     */
    public static RollcallException translate(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RollcallException foreseen) {
                return foreseen;
            }
            if (isOfDatabase(cause)) {
                return database(cause);
            }
            if (cause instanceof InvalidPathException e) {
                return noFileName(e);
            }
        }
        return new InternalException(oneLine(thrown), thrown);
    }

    /**
     * Why the server, or the driver, doesn't let the user in, where only what happened in between tells: the same codes
     * mean something else of a statement. Null for all other failures to connect.
     */
    static @Nullable DatabaseException refusal(SQLException failure, DatabaseSettings settings) {
        if (failure.getCause() instanceof FileNotFoundException) {
            // Of a certificate or a key: where none is named, of the one in the user's home.
            return refusal(failure, OPTIONS + ", such as sslrootcert=FILE");
        }
        return switch (String.valueOf(failure.getSQLState())) {
            case "42501" ->
                refusal(
                        failure,
                        "the user may not connect to it: as an administrator run: GRANT CONNECT ON DATABASE "
                                + identifier(DriverOptions.database(settings.url())) + " TO "
                                + (settings.user() == null ? "the user" : identifier(settings.user())));
            case "22023" -> refusal(failure, OPTIONS);
            default -> null;
        };
    }

    /** A migration failed, in the server's words: what a run could do about them says nothing here. */
    static DatabaseException migrating(Exception failure) {
        SQLException answer = answer(failure);
        return new DatabaseException(
                Blame.DATABASE,
                "database: migrating failed: " + oneLine(answer == null ? failure : answer),
                null,
                failure);
    }

    /** A name as SQL takes it. */
    private static String identifier(String name) {
        return name.matches("[a-z_][a-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private static DatabaseException refusal(SQLException failure, String advice) {
        return new DatabaseException(Blame.CONFIGURATION, "database: " + oneLine(failure), advice, failure);
    }

    /** Java names files by the locale's encoding, which may lack the characters. */
    private static ConfigurationException noFileName(InvalidPathException failure) {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        return new ConfigurationException(
                SafeText.quoted(failure.getInput())
                        + (encoding.equals("UTF-8")
                                ? ": no file can be named so: " + SafeText.masked(failure.getReason())
                                : ": no file can be named so in this locale, whose encoding is " + encoding
                                        + ": set LC_ALL to one in UTF-8, such as C.UTF-8"),
                failure);
    }

    private static boolean isOfDatabase(Throwable failure) {
        return failure instanceof SQLException
                || failure instanceof DataAccessException
                || failure instanceof TransactionException
                || failure instanceof FlywayException;
    }

    private static DatabaseException database(Throwable failure) {
        SQLException answer = answer(failure);
        if (answer == null) {
            return new DatabaseException(Blame.DATABASE, oneLine(failure), null, failure);
        }
        String advice = advice(String.valueOf(answer.getSQLState()));
        Blame blame = advice == null ? Blame.DATABASE : Blame.CONFIGURATION;
        return new DatabaseException(blame, "database: " + oneLine(answer), advice, failure);
    }

    /** What the user can do about an SQL state; null when it is not the user's fault. */
    private static @Nullable String advice(String sqlState) {
        return switch (sqlState) {
            // The server refuses the user, or the password.
            case "28000", "28P01" -> "check ROLLCALL_DB_USER and ROLLCALL_DB_PASSWORD or its file";
            // Server and driver can't agree: a password is asked for and there is none, or TLS that the server lacks.
            case "08004" ->
                "check ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or its file, and the options in ROLLCALL_DB_URL";
            // There is no such database.
            case "3D000" -> "check ROLLCALL_DB_URL";
            // There is no such schema, table, column or function.
            case "3F000", "42P01", "42703", "42883" ->
                "the schema is not there, or older than this program: run 'rollcall migrate'";
            // The user lacks a right.
            case "42501" -> "'rollcall check' names the right that is missing, and what to do";
            default -> null;
        };
    }

    /** The innermost, which holds the server's words: the outer ones only say that there is one. */
    private static @Nullable SQLException answer(Throwable failure) {
        SQLException innermost = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                innermost = e;
            }
        }
        return innermost;
    }

    /** Joins the lines of a message, without the position in a statement that the reader does not have. */
    private static String oneLine(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return message.strip().replaceAll("\\R\\s*Position: \\d+", "").replaceAll("\\s*\\R\\s*", "; ");
    }
}
