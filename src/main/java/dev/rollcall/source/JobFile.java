package dev.rollcall.source;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.Provider;
import dev.rollcall.directory.SafeText;
import dev.rollcall.directory.TextDigest;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One job file: its keys, their ranges and their defaults. */
final class JobFile {
    private static final List<String> KEYS = List.of(
            "provider",
            "identity-store-id",
            "region",
            "endpoint",
            "credentials",
            "scope",
            "users",
            "limits",
            "guard",
            "gaps",
            "resume-within",
            "fresh-within",
            "schedule",
            "time-zone",
            NotifySection.NAME);
    private static final ValueType<Boolean> FLAG = ValueType.flag();
    private static final ValueType<Double> PERCENT = ValueType.decimal(0, 100);
    private static final ValueType<Double> RATE = ValueType.decimal(0.1, 100_000);
    private static final ValueType<Integer> WORKERS = ValueType.whole(1, 32);
    private static final ValueType<Integer> PAGE_SIZE = ValueType.whole(1, 100);
    private static final ValueType<Integer> REMOVALS = ValueType.whole(0, 1_000_000);
    private static final ValueType<Duration> TIMEOUT = ValueType.duration(Duration.ofMinutes(10));
    private static final ValueType<Duration> MONTH = ValueType.duration(Duration.ofDays(30));
    private static final ValueType<Duration> YEAR = ValueType.duration(Duration.ofDays(366));
    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");

    private final String name;
    private final Path file;
    private final String text;
    private final Section root;
    private final SortedMap<String, Provider> providers;

    JobFile(String name, Path file, String text, SortedMap<String, Provider> providers) {
        this.name = name;
        this.file = file;
        this.text = text;
        this.root = Section.root(file, JobYaml.parse(file, text), KEYS);
        this.providers = providers;
    }

    Source read() {
        Provider provider = provider();
        Section limits = root.section("limits", List.of("requests-per-second", "workers", "page-size", "timeout"));
        Section gaps = root.section("gaps", List.of("max-percent"));
        return new Source(
                name,
                file,
                provider.name(),
                directory(provider, limits),
                ScopeSection.read(root),
                root.value("users", FLAG, true),
                limits.value("requests-per-second", RATE, (double) provider.defaultRequestsPerSecond()),
                guard(),
                gaps.value("max-percent", PERCENT, 5.0),
                root.value("resume-within", MONTH, Duration.ofHours(6)),
                root.value("fresh-within", YEAR),
                schedule(),
                NotifySection.read(root));
    }

    /** Of its text: hosts that have the same agree, wherever they keep it. */
    String digest() {
        return TextDigest.sha256Hex(text);
    }

    ConfigurationException storeTakenBy(Path other) {
        return root.error(
                "identity-store-id",
                "expected an identity store of its own, found that of " + SafeText.masked(other.toString()));
    }

    private Provider provider() {
        String expected = "one of " + String.join(", ", providers.keySet());
        String wanted = root.mandatoryText("provider", expected);
        Provider provider = providers.get(wanted);
        if (provider == null) {
            throw root.error("provider", "expected " + expected + ", found " + SafeText.quoted(wanted));
        }
        return provider;
    }

    private DirectorySettings directory(Provider provider, Section limits) {
        return new DirectorySettings(
                matching("identity-store-id", "an identity store id of " + provider.name(), provider.identityStoreId()),
                matching("region", "a region, such as eu-west-1", REGION),
                endpoint(),
                CredentialsSection.read(root, provider),
                limits.value("workers", WORKERS, 8),
                limits.value("page-size", PAGE_SIZE, 100),
                limits.value("timeout", TIMEOUT, Duration.ofSeconds(30)));
    }

    private String matching(String key, String expected, Pattern pattern) {
        String text = root.mandatoryText(key, expected);
        if (!pattern.matcher(text).matches()) {
            throw root.error(key, "expected " + expected + ", found " + SafeText.quoted(text));
        }
        return text;
    }

    private @Nullable URI endpoint() {
        String expected = "an absolute URL with https or http and a host, without user, query or fragment";
        String text = root.text("endpoint", expected);
        if (text == null) {
            return null;
        }
        try {
            URI uri = new URI(text);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            boolean bare = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            if (web && bare && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw root.error("endpoint", "expected " + expected + ", found no URL at all");
        }
        // Not shown: a user in it would bring a password.
        throw root.error("endpoint", "expected " + expected);
    }

    private @Nullable Schedule schedule() {
        ZoneId zone = timeZone();
        String text = root.text("schedule", Schedule.EXPECTED);
        if (text == null) {
            if (root.has("time-zone")) {
                throw root.error("time-zone", "expected together with schedule, which is missing");
            }
            return null;
        }
        Schedule schedule = Schedule.parse(text, zone);
        if (schedule == null) {
            throw root.error("schedule", "expected " + Schedule.EXPECTED + ", found " + SafeText.quoted(text));
        }
        if (!schedule.comes()) {
            throw root.error("schedule", "expected a time that comes, found " + SafeText.quoted(text) + ", never");
        }
        return schedule;
    }

    private ZoneId timeZone() {
        String expected = "a time zone, such as Europe/Berlin or UTC";
        String text = root.text("time-zone", expected);
        try {
            return text == null ? ZoneOffset.UTC : ZoneId.of(text);
        } catch (DateTimeException e) {
            throw root.error("time-zone", "expected " + expected + ", found " + SafeText.quoted(String.valueOf(text)));
        }
    }

    private Source.Guard guard() {
        Section guard = root.section(
                "guard", List.of("max-removed-percent", "max-removed-percent-per-group", "always-allowed"));
        return new Source.Guard(
                guard.value("max-removed-percent", PERCENT, 10.0),
                guard.value("max-removed-percent-per-group", PERCENT, 50.0),
                guard.value("always-allowed", REMOVALS, 5));
    }
}
