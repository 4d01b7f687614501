package dev.rollcall.directory.wire;

import dev.rollcall.directory.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How this host reaches providers, as the environment says. What it says is read, and may be refused, when a directory is
 * opened, since only commands that send requests look at it. Safe for use by several threads.
 */
public final class Network {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

    private final Map<String, String> environment;
    private final RequestTimer requests;
    private @Nullable TrustedAuthorities trusted;

    public Network(Map<String, String> environment) {
        this(environment, (operation, outcome, took) -> {});
    }

    /** @param listener learns of each attempt of a request */
    public Network(Map<String, String> environment, RequestTimer.Listener listener) {
        this.environment = Map.copyOf(environment);
        this.requests = new RequestTimer(listener);
    }

    /** What every request to a provider is sent through. */
    public RequestTimer requests() {
        return requests;
    }

    /** How long connecting may take, within the time that an attempt has from its beginning to its last byte. */
    public static Duration connectTimeout(Duration attempt) {
        return attempt.compareTo(LONGEST_CONNECT) < 0 ? attempt : LONGEST_CONNECT;
    }

    /** The value of a variable; null when it is not set, or empty. */
    public @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /**
     * The proxies on the way to providers.
     *
     * @throws ConfigurationException when one is of a kind that is not known, or no proxy at all
     */
    public ProxySettings proxies() {
        return ProxySettings.from(this::variable);
    }

    /**
     * Who may vouch for a provider's certificate.
     *
     * @throws ConfigurationException when {@code ROLLCALL_CA_FILE} can't be read
     */
    public synchronized TrustedAuthorities trusted() {
        TrustedAuthorities known = trusted;
        if (known == null) {
            known = TrustedAuthorities.from(this::variable);
            trusted = known;
        }
        return known;
    }

    /**
     * What the environment says, in a few words without a secret.
     *
     * @throws ConfigurationException as {@link #proxies} and {@link #trusted}
     */
    public String describe() {
        TrustedAuthorities unused = trusted();
        String file = variable(TrustedAuthorities.VARIABLE);
        return proxies().describe() + (file == null ? "" : ", authorities of " + file + " besides Java's own");
    }
}
