package dev.rollcall.directory.wire;

import dev.rollcall.directory.DirectoryException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * A request that got no answer, or none whole. The message names host and port, what to look at, and the proxy on the
 * way; it has no text of a client that speaks of its own insides.
 */
public final class NetworkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** How the clients tell of a proxy that refuses a tunnel, or leads elsewhere. */
    private static final Pattern TUNNEL_REFUSED =
            Pattern.compile("(?:\\bCONNECT\\b|[Tt]unnel).*?\\b([345]\\d\\d)\\b|(407) Proxy Authentication");

    private static final Pattern PROXY_LOGIN_REFUSED = Pattern.compile("(?i)authenticate with proxy");

    /** No JSON or HTTP begins so; a TLS client finds it where a server speaks plainly. */
    private static final Pattern PLAIN_TEXT = Pattern.compile("(?i)unrecognized SSL message|not an SSL/TLS record");

    private final boolean lasting;

    private NetworkException(String message, boolean lasting, Throwable cause) {
        super(message, cause);
        this.lasting = lasting;
    }

    /**
     * What a client's exception says.
     *
     * @param failed as the client threw it; its causes are looked at too
     * @param target the URL that was asked for
     */
    public static NetworkException of(Throwable failed, URI target, ProxySettings proxies) {
        Way way = new Way(address(target), proxies.server(target), causes(failed));
        String refused = way.certificateRefused();
        String through = way.proxy == null ? "" : ", through proxy " + way.proxy;
        if (refused != null) {
            return new NetworkException(refused + through, true, failed);
        }
        int tunnel = way.tunnelRefused();
        return tunnel == 0
                ? new NetworkException(way.broken() + through, false, failed)
                : new NetworkException(way.tunnelRefused(tunnel) + through, tunnel == 403 || tunnel == 407, failed);
    }

    /**
     * The same where what was asked for is no provider.
     *
     * @param setting what gives the URL, in place of a job file's region and endpoint
     * @param limit what bounds an attempt, in place of {@code limits.timeout}
     */
    public static NetworkException of(
            Throwable failed, URI target, ProxySettings proxies, String setting, String limit) {
        NetworkException provider = of(failed, target, proxies);
        String message = provider.getMessage()
                .replace("region and endpoint in the job file", setting)
                .replace("endpoint in the job file", setting)
                .replace("limits.timeout", limit);
        return new NetworkException(message, provider.lasting, failed);
    }

    /** Whether trying again is in vain: the settings of this host keep it from the provider. */
    public boolean isLasting() {
        return lasting;
    }

    /** The failure of a request. */
    public DirectoryException whileSending(ApiRequest request) {
        DirectoryException.Failure failure = request.failure(getMessage());
        return lasting
                ? new DirectoryException.Blocked(failure, this)
                : new DirectoryException.Unavailable(failure, null, this);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    private static String address(URI target) {
        int port = target.getPort() >= 0 ? target.getPort() : "http".equalsIgnoreCase(target.getScheme()) ? 80 : 443;
        return target.getHost() + ":" + port;
    }

    private static List<Throwable> causes(Throwable failed) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failed; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    /**
     * A way that a request did not get through.
     *
     * @param server host and port
     * @param causes the outermost first
     */
    private record Way(String server, ProxySettings.@Nullable Server proxy, List<Throwable> causes) {
        /** Null when the failure is about no certificate. */
        @Nullable
        String certificateRefused() {
            String certificate = "the certificate of " + server;
            if (has(CertificateExpiredException.class)) {
                return certificate + " has expired; have it renewed, or look at this host's clock";
            }
            if (has(CertificateNotYetValidException.class)) {
                return certificate + " is not valid yet; look at this host's clock";
            }
            if (has(CertPathBuilderException.class)) {
                return certificate + " comes from an authority that this host does not trust; put the authority's"
                        + " certificate in a PEM file and name it in ROLLCALL_CA_FILE";
            }
            if (has(SSLPeerUnverifiedException.class) || has(this::isAboutName)) {
                return certificate + " is for another name; look at endpoint in the job file";
            }
            return has(CertPathValidatorException.class) || has(CertificateException.class)
                    ? certificate + " is not accepted: " + message(causes.get(causes.size() - 1))
                    : null;
        }

        private boolean isAboutName(Throwable cause) {
            String message = message(cause);
            return cause instanceof CertificateException
                    && (message.startsWith("No subject alternative") || message.startsWith("No name matching"));
        }

        /** The status with which the proxy refuses a tunnel; 0 when it does not. */
        int tunnelRefused() {
            if (proxy == null) {
                return 0;
            }
            for (Throwable cause : causes) {
                Matcher refused = TUNNEL_REFUSED.matcher(message(cause));
                if (refused.find()) {
                    return Integer.parseInt(refused.group(1) == null ? refused.group(2) : refused.group(1));
                }
                if (PROXY_LOGIN_REFUSED.matcher(message(cause)).find()) {
                    return 407;
                }
            }
            return 0;
        }

        String tunnelRefused(int status) {
            if (status < 400) {
                return "can't reach " + server + ": the proxy redirects to another page (HTTP " + status
                        + "); look at the proxy's rules, and at NO_PROXY";
            }
            String refused = "can't reach " + server + ": the proxy refuses (HTTP " + status + "); look at ";
            return switch (status) {
                case 407 -> refused + "the user and password in " + (proxy == null ? "" : proxy.variable());
                case 403 -> refused + "the proxy's rules, and at NO_PROXY";
                default -> refused + "region and endpoint in the job file, and at the proxy's own network";
            };
        }

        String broken() {
            if (has(UnknownHostException.class)) {
                return cantReach("unknown host", "region and endpoint in the job file, and at this host's DNS");
            }
            if (has(this::isConnectTimeout)) {
                return cantReach("connecting took too long", "firewalls, and at HTTPS_PROXY if a proxy is needed");
            }
            if (has(this::isTimeout)) {
                return server + " did not answer in full within limits.timeout; look at the network";
            }
            if (has(NoRouteToHostException.class) || has(this::isUnreachable)) {
                return cantReach("no route leads there", "this host's network");
            }
            if (has(ConnectException.class)) {
                return cantReach("connection refused", "endpoint in the job file, and at firewalls");
            }
            if (has(cause -> PLAIN_TEXT.matcher(message(cause)).find())) {
                return server + " does not speak TLS; look at the port, and at https, in endpoint in the job file";
            }
            if (has(SSLException.class)) {
                return "no TLS with " + server + ": " + detail();
            }
            return "the connection to " + server + " broke off: " + detail();
        }

        /** Where a proxy is on the way, it is the proxy that can't be reached. */
        private String cantReach(String why, String lookAt) {
            return proxy == null
                    ? "can't reach " + server + ": " + why + "; look at " + lookAt
                    : "can't reach the proxy on the way to " + server + ": " + why + "; look at " + proxy.variable();
        }

        private boolean isConnectTimeout(Throwable cause) {
            return cause instanceof SocketTimeoutException
                    && message(cause).toLowerCase(Locale.ROOT).contains("connect");
        }

        private boolean isTimeout(Throwable cause) {
            return cause instanceof InterruptedIOException
                    || cause.getClass().getSimpleName().contains("Timeout");
        }

        private boolean isUnreachable(Throwable cause) {
            return cause instanceof SocketException && message(cause).contains("unreachable");
        }

        /** Java's own words, which are short; those of clients are not. */
        private String detail() {
            Throwable root = causes.get(causes.size() - 1);
            return root instanceof SocketException || root instanceof SSLException
                    ? message(root)
                    : root.getClass().getSimpleName();
        }

        private boolean has(Class<? extends Throwable> type) {
            return has(type::isInstance);
        }

        private boolean has(Predicate<Throwable> kind) {
            return causes.stream().anyMatch(kind);
        }

        private static String message(Throwable cause) {
            return Objects.requireNonNullElse(
                    cause.getMessage(), cause.getClass().getSimpleName());
        }
    }
}
