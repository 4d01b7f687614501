package dev.rollcall.cli.text;

import dev.rollcall.store.snapshot.SourceStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A source's status, for a program: one object on one line. */
public final class StatusJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private StatusJson() {}

    public static String of(SourceFreshness freshness) {
        SourceStatus status = freshness.status();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("source", freshness.name());
        fields.put("provider", freshness.provider());
        fields.put("identity_store_id", freshness.identityStoreId());
        fields.put("fresh", freshness.isFresh());
        fields.put(
                "fresh_within_seconds",
                freshness.freshWithin() == null ? null : freshness.freshWithin().toSeconds());
        published(fields, status == null ? null : status.published());
        fields.put("users_read_at", status == null ? null : text(status.usersReadAt()));
        fields.put("open", open(status == null ? null : status.open()));
        fields.put("guarded_snapshot_id", status == null ? null : status.guarded());
        fields.put("failure", failure(freshness.failure()));
        fields.put("notices_undelivered", status == null ? null : status.noticesUndelivered());
        fields.put("parked", freshness.isParked());
        return JSON.writeValueAsString(fields);
    }

    private static void published(Map<String, @Nullable Object> fields, SourceStatus.@Nullable Published published) {
        fields.put("snapshot_id", published == null ? null : published.snapshot());
        fields.put("published_at", published == null ? null : text(published.publishedAt()));
        fields.put("age_seconds", published == null ? null : published.age().toSeconds());
        fields.put("groups", published == null ? null : published.totals().groups());
        fields.put("memberships", published == null ? null : published.totals().memberships());
        fields.put("users", published == null ? null : published.totals().users());
        fields.put("gaps", published == null ? null : published.gaps());
    }

    private static @Nullable Map<String, @Nullable Object> open(SourceStatus.@Nullable Open open) {
        if (open == null) {
            return null;
        }
        SourceStatus.Run run = open.run();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("snapshot_id", open.snapshot());
        fields.put("started_at", open.startedAt().toString());
        fields.put("runs", open.runs());
        fields.put("groups", open.reading().groups());
        fields.put("groups_read", open.reading().groupsRead());
        fields.put("gaps", open.reading().gaps());
        fields.put("step", open.step());
        fields.put("rate", run == null ? null : Math.round(run.rate() * 100) / 100.0);
        fields.put("expected_end", run == null ? null : text(run.expectedEnd()));
        fields.put("host", run == null ? null : run.process().host());
        fields.put("process", run == null ? null : run.process().process());
        return fields;
    }

    private static @Nullable Map<String, @Nullable Object> failure(SourceStatus.@Nullable RunEnd failure) {
        if (failure == null) {
            return null;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("at", failure.at().toString());
        fields.put("code", failure.code());
        fields.put("message", failure.message());
        return fields;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
