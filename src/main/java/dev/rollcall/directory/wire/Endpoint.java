package dev.rollcall.directory.wire;

import dev.rollcall.directory.ConfigurationException;
import java.net.URI;

/** An endpoint that the user configured. */
public final class Endpoint {
    private Endpoint() {}

    /** Returns an http or https URL without a query; anything else is an error of the configuration. */
    public static URI checked(URI endpoint) {
        boolean web = "http".equalsIgnoreCase(endpoint.getScheme()) || "https".equalsIgnoreCase(endpoint.getScheme());
        if (!web || endpoint.getHost() == null || endpoint.getQuery() != null || endpoint.getFragment() != null) {
            throw new ConfigurationException(
                    "endpoint: expected an http or https URL without a query, not \"" + endpoint + "\"");
        }
        return endpoint;
    }
}
