package dev.rollcall.answer.evidence;

import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.GroupId;
import dev.rollcall.source.NoticeSettings;
import dev.rollcall.source.Source;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * A source's configuration as a job file would have it, defaults written out. Made from what was read of the job file, and
 * not of its text: comments, and whatever else may stand there, don't get in. Where secrets are is left out too, and so is a webhook's URL.
 */
public final class ConfigurationText {
    private static final String MARK = """
            # What the job file said, with defaults, on the day on which this pack was made: not evidence of earlier days.
            # Secrets, the names of the files that hold them, and a webhook's URL are left out.
            """;
    private static final String LEFT_OUT = "(left out)";

    private ConfigurationText() {}

    public static String of(Source source) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setLineBreak(DumperOptions.LineBreak.UNIX);
        return MARK + new Yaml(options).dump(keys(source));
    }

    private static Map<String, Object> keys(Source source) {
        DirectorySettings directory = source.directory();
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("provider", source.provider());
        keys.put("identity-store-id", directory.identityStoreId());
        keys.put("region", directory.region());
        put(keys, "endpoint", directory.endpoint());
        Map<String, Object> credentials = credentials(directory.credentials());
        if (!credentials.isEmpty()) {
            keys.put("credentials", credentials);
        }
        if (source.scope() instanceof Source.GroupIds chosen) {
            keys.put(
                    "scope",
                    Map.of(
                            "group-ids",
                            chosen.ids().stream().map(GroupId::value).toList()));
        }
        keys.put("users", source.users());
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put("requests-per-second", source.requestsPerSecond());
        limits.put("workers", directory.workers());
        limits.put("page-size", directory.pageSize());
        limits.put("timeout", text(directory.timeout()));
        keys.put("limits", limits);
        Map<String, Object> guard = new LinkedHashMap<>();
        guard.put("max-removed-percent", source.guard().maxRemovedPercent());
        guard.put("max-removed-percent-per-group", source.guard().maxRemovedPercentPerGroup());
        guard.put("always-allowed", source.guard().alwaysAllowed());
        keys.put("guard", guard);
        keys.put("gaps", Map.of("max-percent", source.gapsMaxPercent()));
        keys.put("resume-within", text(source.resumeWithin()));
        if (source.freshWithin() != null) {
            keys.put("fresh-within", text(source.freshWithin()));
        }
        if (source.schedule() != null) {
            keys.put("schedule", source.schedule().text());
            keys.put("time-zone", source.schedule().zone().toString());
        }
        if (source.notices() != null) {
            keys.put("notify", notices(source.notices()));
        }
        return keys;
    }

    private static Map<String, Object> notices(NoticeSettings notices) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put(notices.webhook() == null ? "webhook-file" : "webhook", LEFT_OUT);
        keys.put("format", notices.format().toString());
        put(keys, "secret-file", notices.secretFile() == null ? null : LEFT_OUT);
        keys.put("on", notices.on().stream().map(Object::toString).toList());
        return keys;
    }

    private static Map<String, Object> credentials(Credentials credentials) {
        Map<String, Object> keys = new LinkedHashMap<>();
        put(keys, "profile", credentials.profile());
        put(keys, "role-arn", credentials.roleArn());
        put(keys, "external-id", credentials.externalId() == null ? null : LEFT_OUT);
        put(keys, "role-session-name", credentials.roleSessionName());
        put(keys, "project-id", credentials.projectId());
        put(keys, "access-key-file", credentials.accessKeyFile() == null ? null : LEFT_OUT);
        put(keys, "secret-key-file", credentials.secretKeyFile() == null ? null : LEFT_OUT);
        put(keys, "security-token-file", credentials.securityTokenFile() == null ? null : LEFT_OUT);
        return keys;
    }

    private static void put(Map<String, Object> keys, String key, @Nullable Object value) {
        if (value != null) {
            keys.put(key, value.toString());
        }
    }

    private static String text(Duration duration) {
        return duration.toSeconds() + "s";
    }
}
