package dev.rollcall.directory.aws;

import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.directory.wire.ProxySettings;
import dev.rollcall.directory.wire.TrustedAuthorities;
import java.net.PasswordAuthentication;
import java.time.Duration;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/** The connections of one source, through this host's proxies and with the authorities that it trusts. */
final class AwsHttp {
    private AwsHttp() {}

    /** One connection more than requests in flight: the one for assuming a role again. */
    static SdkHttpClient open(DirectorySettings settings, ProxySettings proxies, TrustedAuthorities trusted) {
        Duration timeout = settings.timeout();
        return Apache5HttpClient.builder()
                .maxConnections(settings.workers() + 1)
                .connectionTimeout(Network.connectTimeout(timeout))
                .connectionAcquisitionTimeout(timeout)
                .socketTimeout(timeout)
                .tcpKeepAlive(true)
                .proxyConfiguration(notTheSdksOwn())
                .httpRoutePlanner(new SystemDefaultRoutePlanner(proxies))
                .credentialsProvider((scope, context) -> login(scope, proxies))
                .tlsTrustManagersProvider(() -> new TrustManager[] {trusted.manager()})
                .build();
    }

    /** The SDK reads fewer of the variables, and differently. */
    private static ProxyConfiguration notTheSdksOwn() {
        return ProxyConfiguration.builder()
                .useSystemPropertyValues(false)
                .useEnvironmentVariableValues(false)
                .build();
    }

    private static @Nullable Credentials login(AuthScope scope, ProxySettings proxies) {
        PasswordAuthentication login = proxies.login(scope.getHost(), scope.getPort());
        return login == null ? null : new UsernamePasswordCredentials(login.getUserName(), login.getPassword());
    }
}
