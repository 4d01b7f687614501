package dev.rollcall.directory.wire;

import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/** Tells a proxy, for OkHttp, the user and password that the environment gives. */
final class ProxyLogin implements Authenticator {
    private static final String HEADER = "Proxy-Authorization";

    private final ProxySettings proxies;

    ProxyLogin(ProxySettings proxies) {
        this.proxies = proxies;
    }

    /** Called before a tunnel is asked for, and when the proxy asks who is there. */
    @Override
    public @Nullable Request authenticate(@Nullable Route route, Response challenge) {
        Request request = challenge.request();
        Proxy proxy = route == null ? Proxy.NO_PROXY : route.proxy();
        if (request.header(HEADER) != null || !(proxy.address() instanceof InetSocketAddress address)) {
            return null;
        }
        PasswordAuthentication login = proxies.login(address.getHostString(), address.getPort());
        return login == null
                ? null
                : request.newBuilder()
                        .header(
                                HEADER,
                                Credentials.basic(
                                        login.getUserName(),
                                        String.valueOf(login.getPassword()),
                                        StandardCharsets.UTF_8))
                        .build();
    }
}
