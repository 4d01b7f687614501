package dev.rollcall.directory.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a source signs with, each in a file of its own, which whoever rotates them replaces. Safe for use by
 * several threads at once.
 */
public final class KeyFiles {
    private static final int MOST_READINGS = 6;

    private final Path accessKey;
    private final Path secretKey;
    private final @Nullable Path securityToken;
    private final FileReplacement replacement;
    private @Nullable Content last;

    /** @param securityToken null for long-lived keys */
    public KeyFiles(Path accessKey, Path secretKey, @Nullable Path securityToken) {
        this(accessKey, secretKey, securityToken, new FileReplacement());
    }

    KeyFiles(Path accessKey, Path secretKey, @Nullable Path securityToken, FileReplacement replacement) {
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.securityToken = securityToken;
        this.replacement = replacement;
    }

    /**
     * What the files hold.
     *
     * @param securityToken null for long-lived keys
     */
    public record Content(
            String accessKey, String secretKey, @Nullable String securityToken) {
        /** Holds no secret. */
        @Override
        public String toString() {
            return "KeyFiles.Content";
        }
    }

    /**
     * Reads the files; meant to be called before every request. Three small reads cost nothing beside a request, and
     * no change can hide behind a file system's coarse times. Files that change are read until two readings agree,
     * since a file replaced between two reads would leave the halves of two keys.
     *
     * @return the same instance while the files are the same
     * @throws CredentialsException when a file can't be read or is empty; see {@link FileReplacement}
     */
    public Content read() {
        return replacement.read(this::agreed);
    }

    private Content agreed() {
        Content before = last;
        Content now = content();
        for (int readings = 1; !now.equals(before) && readings < MOST_READINGS; readings++) {
            before = now;
            now = content();
        }
        Content known = last;
        if (known != null && known.equals(now)) {
            return known;
        }
        last = now;
        return now;
    }

    private Content content() {
        return new Content(
                text("access-key-file", accessKey),
                text("secret-key-file", secretKey),
                securityToken == null ? null : text("security-token-file", securityToken));
    }

    /**
     * The content of a file that holds a secret, without its one trailing line break.
     *
     * @param setting what names the file, for messages
     * @throws CredentialsException when it can't be read or is empty
     */
    public static String text(String setting, Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException unreadable) {
            // The message of the exception is the path again; its class says what is wrong.
            throw new CredentialsException(
                    "credentials: " + setting + ": " + file + " can't be read ("
                            + unreadable.getClass().getSimpleName() + ")",
                    unreadable);
        }
        if (text.isBlank()) {
            throw new CredentialsException("credentials: " + setting + ": " + file + " is empty", null);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - (text.endsWith("\r\n") ? 2 : 1)) : text;
    }

    @Override
    public String toString() {
        return "KeyFiles[" + accessKey + "]";
    }
}
