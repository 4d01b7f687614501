package dev.rollcall.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came in.
 *
 * @param path still encoded
 * @param query still encoded; empty when there is none
 * @param headers by their names in lower case; several of one name are joined with commas
 */
public record ServerRequest(String method, String path, String query, Map<String, String> headers, String body) {
    public ServerRequest {
        headers = Map.copyOf(headers);
    }

    @Nullable
    public String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    public String header(String name, String otherwise) {
        return headers.getOrDefault(name, otherwise);
    }

    /** The decoded query; of parameters of one name the last one counts. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = equals < 0 ? pair : pair.substring(0, equals);
                parameters.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    public static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
