package dev.rollcall.directory.aws;

import dev.rollcall.directory.wire.KeyFiles;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Credentials in files; the same instance while the files are the same. */
final class AwsKeyFiles implements AwsCredentialsProvider {
    private final KeyFiles files;
    private KeyFiles.@Nullable Content content;
    private @Nullable AwsCredentials credentials;

    AwsKeyFiles(KeyFiles files) {
        this.files = files;
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
        KeyFiles.Content now = files.read();
        AwsCredentials current = credentials;
        if (current == null || !now.equals(content)) {
            current = credentials(now);
            credentials = current;
            content = now;
        }
        return current;
    }

    private static AwsCredentials credentials(KeyFiles.Content keys) {
        String token = keys.securityToken();
        return token == null
                ? AwsBasicCredentials.create(keys.accessKey(), keys.secretKey())
                : AwsSessionCredentials.create(keys.accessKey(), keys.secretKey(), token);
    }

    @Override
    public String toString() {
        return files.toString();
    }
}
