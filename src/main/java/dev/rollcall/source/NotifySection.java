package dev.rollcall.source;

import dev.rollcall.directory.SafeText;
import dev.rollcall.source.NoticeSettings.Format;
import dev.rollcall.source.NoticeSettings.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The section {@code notify} of a job file. No message shows a webhook's URL, which may be a secret. */
final class NotifySection {
    static final String NAME = "notify";

    private static final String WEBHOOK = "webhook";
    private static final String WEBHOOK_FILE = "webhook-file";
    private static final String FORMAT = "format";
    private static final String SECRET_FILE = "secret-file";
    private static final String ON = "on";
    private static final List<String> KEYS = List.of(WEBHOOK, WEBHOOK_FILE, FORMAT, SECRET_FILE, ON);

    private final Section section;

    /** Null when the section is absent, or has no key. */
    static @Nullable NoticeSettings read(Section root) {
        if (!root.has(NAME)) {
            return null;
        }
        Section section = root.section(NAME, KEYS);
        return KEYS.stream().anyMatch(section::has) ? new NotifySection(section).read() : null;
    }

    private NotifySection(Section section) {
        this.section = section;
    }

    private NoticeSettings read() {
        if (section.has(WEBHOOK) == section.has(WEBHOOK_FILE)) {
            throw section.error(
                    section.has(WEBHOOK) ? WEBHOOK_FILE : WEBHOOK,
                    "expected exactly one of webhook and webhook-file, found "
                            + (section.has(WEBHOOK) ? "both" : "none"));
        }
        return new NoticeSettings(webhook(), webhookFile(), format(), section.secretPath(SECRET_FILE), on());
    }

    private @Nullable URI webhook() {
        String text = section.text(WEBHOOK, NoticeSettings.EXPECTED_URL);
        URI url = text == null ? null : NoticeSettings.url(text);
        if (text != null && url == null) {
            throw section.error(WEBHOOK, "expected " + NoticeSettings.EXPECTED_URL);
        }
        return url;
    }

    private @Nullable Path webhookFile() {
        String text = section.text(WEBHOOK_FILE, "the path of a file");
        if (text != null && text.contains("://")) {
            throw section.error(
                    WEBHOOK_FILE, "expected the path of a file that holds the URL, found what looks like a URL");
        }
        return section.path(WEBHOOK_FILE);
    }

    private Format format() {
        Map<String, Format> formats = named(Format.values());
        String expected = "one of " + String.join(", ", formats.keySet());
        String text = section.text(FORMAT, expected);
        Format format = text == null ? Format.CLOUDEVENTS : formats.get(text);
        if (format == null) {
            throw section.error(FORMAT, "expected " + expected + ", found " + SafeText.quoted(String.valueOf(text)));
        }
        return format;
    }

    private Set<Kind> on() {
        Map<String, Kind> kinds = named(Kind.values());
        String expected = "one or more of " + String.join(", ", kinds.keySet());
        List<String> texts = section.texts(ON, expected);
        if (texts == null) {
            return EnumSet.allOf(Kind.class);
        }
        Set<Kind> on = EnumSet.noneOf(Kind.class);
        for (int i = 0; i < texts.size(); i++) {
            Kind kind = kinds.get(texts.get(i));
            if (kind == null) {
                throw section.error(
                        section.itemLine(ON, i),
                        ON,
                        "expected " + expected + ", found " + SafeText.quoted(texts.get(i)));
            }
            on.add(kind);
        }
        if (on.isEmpty()) {
            throw section.error(ON, "expected " + expected + ", found none");
        }
        return on;
    }

    /** Values by their names in a job file, in order of name. */
    private static <T extends Enum<T>> Map<String, T> named(T[] values) {
        return Arrays.stream(values)
                .collect(Collectors.toMap(Object::toString, value -> value, (one, other) -> one, TreeMap::new));
    }
}
