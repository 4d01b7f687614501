package dev.rollcall.directory.aws;

import dev.rollcall.directory.DaemonThreads;
import dev.rollcall.directory.wire.ProxySettings;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.identitystore.IdentitystoreClientBuilder;
import software.amazon.awssdk.services.signin.SigninClient;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Makes the SDK's clients for one source: for its identity store, and for the services that hand out credentials. They
 * share its connections. Whoever asks for a client closes it, which leaves these open.
 *
 * <p>The services that hand out credentials keep the SDK's own retries: they are asked once an hour, and not counted as
 * requests.
 */
final class AwsClients implements SdkAutoCloseable {
    private final Region region;
    private final SdkHttpClient http;
    private final AwsNetwork network;
    private final Duration timeout;
    private final AwsSharedConfiguration configuration;
    private final ScheduledExecutorService timeouts = timeouts();

    /**
     * @param http closed with this
     * @param proxies those that {@code http} uses
     * @param timeout of one attempt of one request, from its beginning to its last byte
     */
    AwsClients(
            Region region,
            SdkHttpClient http,
            ProxySettings proxies,
            Duration timeout,
            AwsSharedConfiguration configuration) {
        this.region = region;
        this.network = new AwsNetwork(proxies);
        this.http = http;
        this.timeout = timeout;
        this.configuration = configuration;
    }

    /** The shared configuration, whose profile may name endpoints. */
    AwsSharedConfiguration configuration() {
        return configuration;
    }

    /** @param endpoint null for the region's own, or the one that the shared configuration names */
    IdentitystoreClient identityStore(@Nullable URI endpoint, AwsCredentialsProvider signer) {
        IdentitystoreClientBuilder client = configured(IdentitystoreClient.builder(), region, signer)
                .overrideConfiguration(calls().retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new AwsResponseCapture())
                        .build());
        return endpoint == null
                ? client.build()
                : client.endpointOverride(endpoint).build();
    }

    StsClient sts(AwsCredentialsProvider signer) {
        return configured(StsClient.builder(), region, signer).build();
    }

    /** @param itsRegion that of IAM Identity Center, which the profile names */
    SsoClient sso(Region itsRegion) {
        return configured(SsoClient.builder(), itsRegion, AnonymousCredentialsProvider.create())
                .build();
    }

    /** @param itsRegion that of IAM Identity Center, which the profile names */
    SsoOidcClient ssoOidc(Region itsRegion) {
        return configured(SsoOidcClient.builder(), itsRegion, AnonymousCredentialsProvider.create())
                .build();
    }

    SigninClient signin() {
        return configured(SigninClient.builder(), region, AnonymousCredentialsProvider.create())
                .build();
    }

    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
            B client, Region itsRegion, AwsCredentialsProvider signer) {
        return client.region(itsRegion)
                .credentialsProvider(signer)
                .httpClient(http)
                .overrideConfiguration(calls().retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                        .build());
    }

    private ClientOverrideConfiguration.Builder calls() {
        return ClientOverrideConfiguration.builder()
                .addExecutionInterceptor(network)
                .apiCallAttemptTimeout(timeout)
                .scheduledExecutorService(timeouts)
                .defaultProfileFileSupplier(configuration)
                .defaultProfileName(configuration.profileName());
    }

    /** The SDK's default executor keeps each answered request's timeout task until it expires. */
    private static ScheduledExecutorService timeouts() {
        ScheduledThreadPoolExecutor timeouts = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("aws-timeouts"));
        timeouts.setRemoveOnCancelPolicy(true);
        return timeouts;
    }

    /** Cuts off the requests in flight. */
    @Override
    public void close() {
        http.close();
        timeouts.shutdownNow();
    }
}
