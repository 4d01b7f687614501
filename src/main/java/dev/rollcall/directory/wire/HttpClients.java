package dev.rollcall.directory.wire;

import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** What all of OkHttp's clients have in common, whoever they send to. */
public final class HttpClients {
    private HttpClients() {}

    /**
     * Sends by these proxies, trusts these authorities, speaks HTTP/1.1 and follows no redirect. Reading and writing have
     * no time limit of their own: the caller bounds an attempt as a whole.
     *
     * @return the given builder
     */
    public static OkHttpClient.Builder configure(
            OkHttpClient.Builder client, ProxySettings proxies, TrustedAuthorities trusted) {
        return client.readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .followRedirects(false)
                .followSslRedirects(false)
                .protocols(List.of(Protocol.HTTP_1_1))
                .sslSocketFactory(trusted.context().getSocketFactory(), trusted.manager())
                .proxySelector(proxies)
                .proxyAuthenticator(new ProxyLogin(proxies));
    }
}
