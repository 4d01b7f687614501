package dev.rollcall.directory.aws;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.Provider;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
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

    /** Three quarters of the documented quota, which is shared with every other caller of the store. */
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
        URI endpoint = endpoint(settings.endpoint());
        return open(settings, region, endpoint, http(settings));
    }

    /** @param http closed with the directory, or when it can't be opened */
    static Directory open(DirectorySettings settings, Region region, @Nullable URI endpoint, SdkHttpClient http) {
        SourceCredentials credentials = SourceCredentials.of(settings.credentials(), region, http);
        try {
            credentials.prove();
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
                        .addExecutionInterceptor(new AnswerCapture()));
        if (endpoint != null) {
            client.endpointOverride(endpoint);
        }
        Failures failures = new Failures(settings.identityStoreId(), Clock.systemUTC());
        return new AwsDirectory(client.build(), http, timeouts, credentials, settings, failures);
    }

    /** The SDK's own keeps the timer of every request that was answered until its time is over. */
    private static ScheduledExecutorService timeouts() {
        ScheduledThreadPoolExecutor timeouts = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "aws-timeouts");
            thread.setDaemon(true);
            return thread;
        });
        timeouts.setRemoveOnCancelPolicy(true);
        return timeouts;
    }

    /** One more connection than requests in flight: the one over which a role is assumed again. */
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
            throw new ConfigurationException("region: \"" + name + "\" is not a region's name, such as eu-west-1");
        }
        return Region.of(name);
    }

    private static @Nullable URI endpoint(@Nullable URI endpoint) {
        if (endpoint == null) {
            return null;
        }
        boolean web = "http".equalsIgnoreCase(endpoint.getScheme()) || "https".equalsIgnoreCase(endpoint.getScheme());
        if (!web || endpoint.getHost() == null) {
            throw new ConfigurationException("endpoint: \"" + endpoint + "\" is not of the form https://host[:port]");
        }
        return endpoint;
    }
}
