package dev.rollcall.directory.aws;

import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.wire.ApiRequest;
import dev.rollcall.directory.wire.CredentialsException;
import dev.rollcall.directory.wire.KeyFiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The credentials of one source: from files, a profile, or the SDK's default chain, and a role assumed with them where
 * one is configured. {@link #resolveCredentials} throws {@link CredentialsException} when there are none.
 */
final class AwsCredentials implements AwsCredentialsProvider, SdkAutoCloseable {
    private static final String SESSION = "rollcall";

    private final AwsCredentialsProvider provider;
    private final String tried;
    private final @Nullable AwsCredentials base;
    private final List<SdkAutoCloseable> resources = new ArrayList<>();

    private AwsCredentials(AwsCredentialsProvider provider, String tried, @Nullable AwsCredentials base) {
        this.provider = provider;
        this.tried = tried;
        this.base = base;
        if (provider instanceof SdkAutoCloseable closeable) {
            resources.add(closeable);
        }
    }

    /** @param http left open */
    static AwsCredentials of(Credentials configured, Region region, SdkHttpClient http) {
        AwsCredentials base = base(configured);
        return configured.roleArn() == null
                ? base
                : role(configured.roleArn(), configured.externalId(), base, region, http);
    }

    private static AwsCredentials base(Credentials configured) {
        if (configured.accessKeyFile() != null && configured.secretKeyFile() != null) {
            KeyFiles files = new KeyFiles(
                    configured.accessKeyFile(), configured.secretKeyFile(), configured.securityTokenFile());
            return new AwsCredentials(new InFiles(files), "no AWS credentials: tried access-key-file", null);
        }
        if (configured.profile() != null) {
            return new AwsCredentials(
                    ProfileCredentialsProvider.create(configured.profile()),
                    "no AWS credentials: tried profile \"" + configured.profile() + "\" of the shared configuration",
                    null);
        }
        return new AwsCredentials(
                DefaultCredentialsProvider.builder().build(),
                "no AWS credentials: tried the SDK's default chain (system properties, environment, web identity,"
                        + " shared configuration, container, instance metadata)",
                null);
    }

    /**
     * STS is called in the source's region, with the SDK's own retries: once an hour, and not counted as requests. Its
     * sessions last an hour and are renewed before they end.
     */
    private static AwsCredentials role(
            String arn, @Nullable String externalId, AwsCredentials base, Region region, SdkHttpClient http) {
        StsClient sts = StsClient.builder()
                .region(region)
                .credentialsProvider(base)
                .httpClient(http)
                .overrideConfiguration(calls -> calls.retryStrategy(AwsRetryStrategy.standardRetryStrategy()))
                .build();
        StsAssumeRoleCredentialsProvider role = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(
                        request -> request.roleArn(arn).externalId(externalId).roleSessionName(SESSION))
                .build();
        AwsCredentials credentials = new AwsCredentials(role, "can't assume role " + arn, base);
        credentials.resources.add(sts);
        credentials.resources.add(base);
        return credentials;
    }

    /** Resolves them now, so that a mistake shows before the store gets a request. */
    void resolveAtStart(Instant now) {
        try {
            if (base != null) {
                base.resolveCredentials();
            }
            resolveCredentials();
        } catch (CredentialsException failed) {
            ApiRequest request = new ApiRequest(base == null ? "Credentials" : "AssumeRole", null, null);
            throw AwsErrors.whileOpening(request, failed, now);
        }
    }

    @Override
    public software.amazon.awssdk.auth.credentials.AwsCredentials resolveCredentials() {
        try {
            return provider.resolveCredentials();
        } catch (RuntimeException failed) {
            // Of a role that can't be assumed for want of a key, the key.
            CredentialsException innermost = CredentialsException.within(failed);
            throw innermost != null
                    ? innermost
                    : new CredentialsException(explain(failed), AwsErrors.isTransport(failed), failed);
        }
    }

    /**
     * Keeps the SDK's reason for a bad profile but cuts its dump of all profiles; the default chain's message is dropped
     * as far too long.
     */
    private String explain(RuntimeException failed) {
        String reason = failed.getMessage();
        if (!(provider instanceof ProfileCredentialsProvider) || reason == null) {
            return tried;
        }
        int profiles = reason.indexOf(": ProfileFile(");
        return tried + ": " + (profiles < 0 ? reason : reason.substring(0, profiles)).replaceAll("\\s+", " ");
    }

    @Override
    public void close() {
        resources.forEach(SdkAutoCloseable::close);
    }

    /** Credentials in files; the same instance while the files are the same. */
    static final class InFiles implements AwsCredentialsProvider {
        private final KeyFiles files;
        private KeyFiles.@Nullable Content content;
        private software.amazon.awssdk.auth.credentials.@Nullable AwsCredentials credentials;

        InFiles(KeyFiles files) {
            this.files = files;
        }

        @Override
        public synchronized software.amazon.awssdk.auth.credentials.AwsCredentials resolveCredentials() {
            KeyFiles.Content now = files.read();
            software.amazon.awssdk.auth.credentials.AwsCredentials current = credentials;
            if (current == null || !now.equals(content)) {
                current = credentials(now);
                credentials = current;
                content = now;
            }
            return current;
        }

        private static software.amazon.awssdk.auth.credentials.AwsCredentials credentials(KeyFiles.Content keys) {
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
}
