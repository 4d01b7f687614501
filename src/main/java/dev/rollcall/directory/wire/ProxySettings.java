package dev.rollcall.directory.wire;

import dev.rollcall.directory.ConfigurationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that the variables {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY} name. No
 * default of the JVM reaches all clients: each must be told this selector, and ask it for the proxy's user.
 */
public final class ProxySettings extends ProxySelector {
    private static final String EXPECTED = "expected [http://][user:password@]host:port";
    private static final Pattern PROXY = Pattern.compile("(?:(?<kind>[A-Za-z][A-Za-z0-9+.-]*)://)?(?:(?<login>.*)@)?"
            + "(?:\\[(?<address>[0-9A-Fa-f:.]+)]|(?<host>[^\\s:/@\\[\\]]+))(?::(?<port>[0-9]{1,5}))?/?");

    private final @Nullable Server http;
    private final @Nullable Server https;
    private final NoProxy direct;

    private ProxySettings(@Nullable Server http, @Nullable Server https, NoProxy direct) {
        this.http = http;
        this.https = https;
        this.direct = direct;
    }

    /**
     * A proxy.
     *
     * @param variable the variable that names it
     * @param host without brackets
     * @param login null when the proxy asks for none
     */
    public record Server(
            String variable,
            String host,
            int port,
            @Nullable PasswordAuthentication login) {
        boolean isAt(String otherHost, int otherPort) {
            return host.equalsIgnoreCase(otherHost) && port == otherPort;
        }

        /** Where it is; holds no secret. */
        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** @param environment the value of a variable; null when it is not set, or empty */
    static ProxySettings from(UnaryOperator<@Nullable String> environment) {
        String exceptions = value(environment, variable(environment, "NO_PROXY"));
        Server http = server(environment, "HTTP_PROXY");
        Server https = server(environment, "HTTPS_PROXY");
        if (http != null && https != null) {
            refuseTwoLogins(https, http);
        }
        return new ProxySettings(http, https, NoProxy.of(exceptions));
    }

    /** A client that is asked for a login tells the proxy's host and port, and not which URL it is on the way to. */
    private static void refuseTwoLogins(Server https, Server http) {
        if (https.login() != null
                && http.login() != null
                && https.isAt(http.host(), http.port())
                && !isSame(https.login(), http.login())) {
            throw new ConfigurationException(https.variable() + " and " + http.variable()
                    + ": these name one proxy with two logins; give both the same user and password");
        }
    }

    private static boolean isSame(PasswordAuthentication one, PasswordAuthentication other) {
        return one.getUserName().equals(other.getUserName()) && Arrays.equals(one.getPassword(), other.getPassword());
    }

    private static @Nullable Server server(UnaryOperator<@Nullable String> environment, String own) {
        String variable = variable(environment, own);
        if (variable == null) {
            variable = variable(environment, "ALL_PROXY");
        }
        return variable == null ? null : parse(variable, Objects.requireNonNull(environment.apply(variable)));
    }

    /** The spelling of a variable that counts; null when neither does. */
    private static @Nullable String variable(UnaryOperator<@Nullable String> environment, String name) {
        return Stream.of(name.toLowerCase(Locale.ROOT), name)
                .filter(spelling -> environment.apply(spelling) != null)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String value(UnaryOperator<@Nullable String> environment, @Nullable String variable) {
        return variable == null ? null : environment.apply(variable);
    }

    /** No message quotes the value: it may hold a password. */
    private static Server parse(String variable, String value) {
        Matcher proxy = PROXY.matcher(value);
        if (!proxy.matches()) {
            throw new ConfigurationException(variable + ": this names no proxy; " + EXPECTED);
        }
        if (proxy.group("kind") != null && !proxy.group("kind").equalsIgnoreCase("http")) {
            throw new ConfigurationException(
                    variable + ": proxies of the kind " + proxy.group("kind") + " are not supported; " + EXPECTED);
        }
        int port = proxy.group("port") == null ? 0 : Integer.parseInt(proxy.group("port"));
        if (port < 1 || port > 65_535) {
            throw new ConfigurationException(variable + ": the proxy's port is missing, or out of range; " + EXPECTED);
        }
        String host = proxy.group("address") == null ? proxy.group("host") : proxy.group("address");
        return new Server(variable, host, port, login(variable, proxy.group("login")));
    }

    private static @Nullable PasswordAuthentication login(String variable, @Nullable String login) {
        if (login == null || login.isEmpty()) {
            return null;
        }
        int colon = login.indexOf(':');
        String user = colon < 0 ? login : login.substring(0, colon);
        String password = colon < 0 ? "" : login.substring(colon + 1);
        return new PasswordAuthentication(
                decoded(variable, user), decoded(variable, password).toCharArray());
    }

    private static String decoded(String variable, String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    variable + ": the proxy's user or password is not percent-encoded: write % as %25");
        }
    }

    /** The proxy on the way to a URL; null when it is reached directly. */
    public @Nullable Server server(URI target) {
        String host = target.getHost();
        boolean secure = "https".equalsIgnoreCase(target.getScheme());
        if (host == null || (!secure && !"http".equalsIgnoreCase(target.getScheme()))) {
            return null;
        }
        int port = target.getPort() < 0 ? (secure ? 443 : 80) : target.getPort();
        return direct.covers(host, port) ? null : secure ? https : http;
    }

    /** The user and password that the proxy at an address asks for; null when it asks for none. */
    public @Nullable PasswordAuthentication login(String host, int port) {
        return Stream.of(https, http)
                .filter(server -> server != null && server.isAt(host, port))
                .map(Server::login)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    String describe() {
        if (https == null && http == null) {
            return "no proxy";
        }
        return Stream.of(described(https, "https"), described(http, "http"))
                .filter(proxy -> !proxy.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String described(@Nullable Server server, String scheme) {
        return server == null ? "" : "proxy " + server + " for " + scheme + " (" + server.variable() + ")";
    }

    @Override
    public List<Proxy> select(URI target) {
        Server server = server(target);
        return List.of(
                server == null
                        ? Proxy.NO_PROXY
                        : new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(server.host(), server.port())));
    }

    /** Another proxy to turn to there is none. */
    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException failure) {}
}
