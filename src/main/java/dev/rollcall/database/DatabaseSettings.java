package dev.rollcall.database;

import dev.rollcall.directory.ConfigurationException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and who connects.
 *
 * @param url {@code jdbc:postgresql://…}, without a password in it
 * @param user null: the driver's own default
 * @param password never in a log: {@link #toString} leaves it out; null where the server asks for none
 */
public record DatabaseSettings(
        String url, @Nullable String user, @Nullable String password) {
    private static final String PREFIX = "jdbc:postgresql:";

    /**
     * From {@code ROLLCALL_DB_URL}, {@code ROLLCALL_DB_USER}, and {@code ROLLCALL_DB_PASSWORD} or {@code
     * ROLLCALL_DB_PASSWORD_FILE}.
     *
     * @param environment without empty variables
     * @throws ConfigurationException when the URL is missing, not PostgreSQL's, or has an option that Rollcall can't work
     *     with; when both kinds of password are given, or the file can't be read
     */
    public static DatabaseSettings from(Map<String, String> environment) {
        String url = environment.get("ROLLCALL_DB_URL");
        if (url == null || url.isBlank()) {
            throw new ConfigurationException(
                    "ROLLCALL_DB_URL is not set: expected the database's JDBC URL, jdbc:postgresql://HOST/DATABASE");
        }
        if (!url.startsWith(PREFIX)) {
            throw new ConfigurationException("ROLLCALL_DB_URL: expected a URL that begins with jdbc:postgresql://");
        }
        if (url.matches("(?i).*[?&](user|(ssl)?password)=.*") || url.matches("jdbc:postgresql://[^/?]*@.*")) {
            throw new ConfigurationException(
                    "ROLLCALL_DB_URL holds a password or a user: give them in ROLLCALL_DB_USER and"
                            + " ROLLCALL_DB_PASSWORD_FILE");
        }
        DriverOptions.check(url);
        return new DatabaseSettings(url, environment.get("ROLLCALL_DB_USER"), password(environment));
    }

    private static @Nullable String password(Map<String, String> environment) {
        String password = environment.get("ROLLCALL_DB_PASSWORD");
        String file = environment.get("ROLLCALL_DB_PASSWORD_FILE");
        if (file == null) {
            return password;
        }
        if (password != null) {
            throw new ConfigurationException(
                    "exactly one of ROLLCALL_DB_PASSWORD and ROLLCALL_DB_PASSWORD_FILE must be given");
        }
        try {
            String content = Files.readString(Path.of(file));
            return content.replaceFirst("\r?\n$", "");
        } catch (IOException | InvalidPathException e) {
            throw new ConfigurationException("ROLLCALL_DB_PASSWORD_FILE: can't read " + file + ": " + reason(e), e);
        }
    }

    /** The message of such an exception is the path again, or nothing. */
    private static String reason(Exception unreadable) {
        if (unreadable instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (unreadable instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (unreadable instanceof CharacterCodingException) {
            return "it is no text in UTF-8";
        }
        return unreadable instanceof FileSystemException failed && failed.getReason() != null
                ? failed.getReason()
                : String.valueOf(unreadable.getMessage());
    }

    @Override
    public String toString() {
        return "DatabaseSettings[url=" + url + ", user=" + user + "]";
    }
}
