package dev.rollcall.directory.aws;

import dev.rollcall.directory.Credentials;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The credentials of one source: where they come from, how they are had again, and what it means when they are not. */
final class SourceCredentials implements AwsCredentialsProvider, SdkAutoCloseable {
    private static final String SESSION = "rollcall";

    private final AwsCredentialsProvider provider;
    private final String tried;
    private final @Nullable SourceCredentials base;
    private final List<SdkAutoCloseable> resources = new ArrayList<>();

    private SourceCredentials(AwsCredentialsProvider provider, String tried, @Nullable SourceCredentials base) {
        this.provider = provider;
        this.tried = tried;
        this.base = base;
        if (provider instanceof SdkAutoCloseable closeable) {
            resources.add(closeable);
        }
    }

    static SourceCredentials of(Credentials configured, Region region, SdkHttpClient http) {
        SourceCredentials base = base(configured);
        return configured.roleArn() == null
                ? base
                : role(configured.roleArn(), configured.externalId(), base, region, http);
    }

    private static SourceCredentials base(Credentials configured) {
        if (configured.accessKeyFile() != null && configured.secretKeyFile() != null) {
            FileCredentials files = new FileCredentials(
                    configured.accessKeyFile(), configured.secretKeyFile(), configured.securityTokenFile());
            return new SourceCredentials(files, "no AWS credentials: tried access-key-file", null);
        }
        if (configured.profile() != null) {
            return new SourceCredentials(
                    ProfileCredentialsProvider.create(configured.profile()),
                    "no AWS credentials: tried profile \"" + configured.profile() + "\" of the shared configuration",
                    null);
        }
        return new SourceCredentials(
                DefaultCredentialsProvider.builder().build(),
                "no AWS credentials: tried the SDK's default chain (system properties, environment, web identity,"
                        + " shared configuration, container, instance metadata)",
                null);
    }

    /**
     * STS is asked in the source's region, by the SDK's own retries: it is asked once an hour, and not counted. Its
     * sessions last an hour, and are renewed before they end.
     */
    private static SourceCredentials role(
            String arn, @Nullable String externalId, SourceCredentials base, Region region, SdkHttpClient http) {
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
        SourceCredentials credentials = new SourceCredentials(role, "can't assume role " + arn, base);
        credentials.resources.add(sts);
        credentials.resources.add(base);
        return credentials;
    }

    /** Resolves them now, so that what is wrong shows before any request of the store. */
    void prove() {
        try {
            if (base != null) {
                base.resolveCredentials();
            }
            resolveCredentials();
        } catch (CredentialsFailure failed) {
            CredentialsFailure innermost = CredentialsFailure.within(failed);
            throw (innermost == null ? failed : innermost)
                    .atStart(new Asked(base == null ? "Credentials" : "AssumeRole", null, null), Clock.systemUTC());
        }
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return provider.resolveCredentials();
        } catch (CredentialsFailure failed) {
            throw failed;
        } catch (RuntimeException failed) {
            throw new CredentialsFailure(explain(failed), failed);
        }
    }

    /** Of a profile the SDK says what is wrong with it, before it writes out all profiles; of its chain, far too much. */
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
}
