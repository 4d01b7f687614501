package dev.rollcall.cli.text;

import dev.rollcall.store.snapshot.SnapshotRow;
import dev.rollcall.sync.SyncResult;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A sync's result for a program: one object on one line. What is not known is null. */
public final class SyncJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private SyncJson() {}

    public static String of(SyncResult result, int exitCode) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("source", result.source());
        fields.put("provider", result.provider());
        fields.put("identity_store_id", result.identityStoreId());
        fields.put("snapshot_id", result.snapshotId());
        fields.put("outcome", result.outcome().toString());
        fields.put("baseline", result.baseline());
        fields.put("exit_code", exitCode);
        fields.put("resumed", result.resumed());
        totals(fields, result.totals());
        changes(fields, result.changes());
        fields.put("gaps", result.totals() == null ? null : result.gaps());
        fields.put("requests", result.requests().requests());
        fields.put("retries", result.requests().retries());
        fields.put("throttles", result.requests().throttles());
        fields.put("seconds", Math.round(result.seconds() * 1_000) / 1_000.0);
        fields.put(
                "published_at",
                result.publishedAt() == null ? null : result.publishedAt().toString());
        fields.put("error", error(result.error()));
        return JSON.writeValueAsString(fields);
    }

    private static void totals(Map<String, @Nullable Object> fields, SnapshotRow.@Nullable Totals totals) {
        fields.put("groups", totals == null ? null : totals.groups());
        fields.put("memberships", totals == null ? null : totals.memberships());
        fields.put("users", totals == null ? null : totals.users());
    }

    private static void changes(Map<String, @Nullable Object> fields, SnapshotRow.@Nullable Changes changes) {
        fields.put("groups_created", changes == null ? null : changes.groupsCreated());
        fields.put("groups_changed", changes == null ? null : changes.groupsChanged());
        fields.put("groups_deleted", changes == null ? null : changes.groupsDeleted());
        fields.put("members_joined", changes == null ? null : changes.membersJoined());
        fields.put("members_left", changes == null ? null : changes.membersLeft());
        fields.put("users_created", changes == null ? null : changes.usersCreated());
        fields.put("users_changed", changes == null ? null : changes.usersChanged());
        fields.put("users_deleted", changes == null ? null : changes.usersDeleted());
    }

    private static @Nullable Map<String, @Nullable Object> error(SyncResult.@Nullable Failure failure) {
        if (failure == null) {
            return null;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("code", failure.code());
        fields.put("message", failure.message());
        fields.put("operation", failure.operation());
        fields.put("group_id", failure.groupId());
        fields.put("request_id", failure.requestId());
        return fields;
    }
}
