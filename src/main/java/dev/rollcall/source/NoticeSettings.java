package dev.rollcall.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the notices of a source's runs go, and which. Exactly one of {@code webhook} and {@code webhookFile} is given.
 *
 * @param webhook the URL; null where a file holds it
 * @param webhookFile a file that holds the URL; null where the job file gives it
 * @param secretFile a file whose content signs each body; null where nothing is signed
 * @param on not empty
 */
public record NoticeSettings(
        @Nullable URI webhook,
        @Nullable Path webhookFile,
        Format format,
        @Nullable Path secretFile,
        Set<Kind> on) {
    /** What a webhook's URL must be, for messages. */
    public static final String EXPECTED_URL = "an absolute URL with https or http and a host, without user or fragment";

    public NoticeSettings {
        if ((webhook == null) == (webhookFile == null) || on.isEmpty()) {
            throw new IllegalArgumentException("a webhook, or a file that holds it, and at least one kind of notice");
        }
        on = Collections.unmodifiableSet(EnumSet.copyOf(on));
    }

    /** How a notice is written. */
    public enum Format {
        CLOUDEVENTS,
        SLACK;

        /** Its name in a job file. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What became of a run, as far as it makes a notice. */
    public enum Kind {
        PUBLISHED,
        GUARDED,
        FAILED;

        /** Its name in a job file. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads a webhook's URL; null when the text is none. */
    public static @Nullable URI url(String text) {
        try {
            URI url = new URI(text);
            boolean web = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            boolean bare = url.getRawUserInfo() == null && url.getRawFragment() == null;
            boolean port = url.getPort() != 0 && url.getPort() <= 65_535;
            return web && bare && port && url.getHost() != null ? url : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Shows no URL: it may be a secret. */
    @Override
    public String toString() {
        return "NoticeSettings[" + format + " " + on + "]";
    }
}
