package dev.rollcall.directory.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Credentials in files, each read again when one of them changes: whoever rotates a key replaces its file. */
final class FileCredentials implements AwsCredentialsProvider {
    private static final int TRIES = 5;

    private final Path accessKey;
    private final Path secretKey;
    private final @Nullable Path token;
    private @Nullable Loaded loaded;

    FileCredentials(Path accessKey, Path secretKey, @Nullable Path token) {
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.token = token;
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
        List<Stamp> now = stamps();
        Loaded current = loaded;
        // A file replaced while the others were read would leave us with halves of two keys.
        for (int i = 0; (current == null || !current.stamps().equals(now)) && i < TRIES; i++) {
            current = new Loaded(now, read());
            now = stamps();
        }
        loaded = Objects.requireNonNull(current);
        return current.credentials();
    }

    private AwsCredentials read() {
        String key = content(accessKey);
        String secret = content(secretKey);
        return token == null
                ? AwsBasicCredentials.create(key, secret)
                : AwsSessionCredentials.create(key, secret, content(token));
    }

    private List<Stamp> stamps() {
        List<Stamp> stamps = new ArrayList<>();
        for (Path file :
                Stream.of(accessKey, secretKey, token).filter(Objects::nonNull).toList()) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                stamps.add(new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
            } catch (IOException unreadable) {
                throw unreadable(file, unreadable);
            }
        }
        return stamps;
    }

    private static String content(Path file) {
        String content;
        try {
            content = Files.readString(file);
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
        if (content.endsWith("\n")) {
            content = content.substring(0, content.length() - (content.endsWith("\r\n") ? 2 : 1));
        }
        if (content.isBlank()) {
            throw new CredentialsFailure("no AWS credentials: " + file + " is empty", null);
        }
        return content;
    }

    /** Without its cause, which would pass for a broken connection. */
    private static CredentialsFailure unreadable(Path file, IOException cause) {
        return new CredentialsFailure(
                "no AWS credentials: " + file + " can't be read ("
                        + cause.getClass().getSimpleName() + ")",
                null);
    }

    @Override
    public String toString() {
        return "FileCredentials[" + accessKey + "]";
    }

    private record Loaded(List<Stamp> stamps, AwsCredentials credentials) {}

    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {}
}
