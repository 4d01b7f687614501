package dev.rollcall.directory.aws;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.Provider;
import dev.rollcall.directory.wire.Endpoint;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.identitystore.IdentitystoreClientBuilder;

/** AWS IAM Identity Center. */
public final class AwsProvider implements Provider {
    private static final Pattern IDENTITY_STORE_ID =
            Pattern.compile("d-[0-9a-f]{10}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "aws";
    }

    @Override
    public Pattern identityStoreId() {
        return IDENTITY_STORE_ID;
    }

    /** Three quarters of the documented quota, which all callers of the store share. */
    @Override
    public int defaultRequestsPerSecond() {
        return 15;
    }

    @Override
    public Set<String> credentialKeys() {
        return Set.of(
                "profile", "role-arn", "external-id", "access-key-file", "secret-key-file", "security-token-file");
    }

    @Override
    public Directory open(DirectorySettings settings) {
        Region region = region(settings.region());
        URI endpoint = settings.endpoint() == null ? null : Endpoint.checked(settings.endpoint());
        return open(settings, region, endpoint, http(settings));
    }

    /** @param http closed with the directory, and when opening fails */
    static Directory open(DirectorySettings settings, Region region, @Nullable URI endpoint, SdkHttpClient http) {
        InstantSource clock = InstantSource.system();
        AwsCredentials credentials = AwsCredentials.of(settings.credentials(), region, http);
        try {
            credentials.resolveAtStart(clock.instant());
        } catch (RuntimeException refused) {
            credentials.close();
            http.close();
            throw refused;
        }
        ScheduledExecutorService timeouts = timeouts();
        IdentitystoreClientBuilder client = IdentitystoreClient.builder()
                .region(region)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(calls -> calls.apiCallTimeout(settings.timeout())
                        .scheduledExecutorService(timeouts)
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new AwsResponseCapture()));
        if (endpoint != null) {
            client.endpointOverride(endpoint);
        }
        AwsErrors errors = new AwsErrors(settings.identityStoreId(), clock);
        return new AwsDirectory(client.build(), http, timeouts, credentials, settings, errors);
    }

    /** The SDK's default executor keeps each answered request's timeout task until it expires. */
    private static ScheduledExecutorService timeouts() {
        ScheduledThreadPoolExecutor timeouts = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "aws-timeouts");
            thread.setDaemon(true);
            return thread;
        });
        timeouts.setRemoveOnCancelPolicy(true);
        return timeouts;
    }

    /** One connection more than requests in flight: the one for assuming a role again. */
    private static SdkHttpClient http(DirectorySettings settings) {
        Duration timeout = settings.timeout();
        return Apache5HttpClient.builder()
                .maxConnections(settings.workers() + 1)
                .connectionTimeout(timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT)
                .connectionAcquisitionTimeout(timeout)
                .socketTimeout(timeout)
                .tcpKeepAlive(true)
                .build();
    }

    private static Region region(String name) {
        if (!REGION.matcher(name).matches()) {
            throw new ConfigurationException("region: \"" + name + "\" is not the name of a region, such as eu-west-1");
        }
        return Region.of(name);
    }
}
