package dev.rollcall.cli.text;

import dev.rollcall.store.snapshot.SnapshotRow;
import dev.rollcall.sync.run.SyncResult;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A result for a program: one object on one line. What is not known is null. */
public final class SyncJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private SyncJson() {}

    public static String of(SyncResult result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("source", result.source());
        fields.put("provider", result.provider());
        fields.put("identity_store_id", result.identityStoreId());
        fields.put("snapshot_id", result.snapshotId());
        fields.put("outcome", result.outcome().toString());
        fields.put("baseline", result.baseline());
        fields.put("exit_code", result.exitCode());
        fields.put("resumed", result.resumed());
        held(fields, result.held());
        changed(fields, result.changed());
        fields.put("gaps", result.held() == null ? null : result.gaps());
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

    private static void held(Map<String, @Nullable Object> fields, SnapshotRow.@Nullable Held held) {
        fields.put("groups", held == null ? null : held.groups());
        fields.put("memberships", held == null ? null : held.memberships());
        fields.put("users", held == null ? null : held.users());
    }

    private static void changed(Map<String, @Nullable Object> fields, SnapshotRow.@Nullable Changed changed) {
        fields.put("groups_created", changed == null ? null : changed.groupsCreated());
        fields.put("groups_changed", changed == null ? null : changed.groupsChanged());
        fields.put("groups_deleted", changed == null ? null : changed.groupsDeleted());
        fields.put("members_joined", changed == null ? null : changed.membersJoined());
        fields.put("members_left", changed == null ? null : changed.membersLeft());
        fields.put("users_created", changed == null ? null : changed.usersCreated());
        fields.put("users_changed", changed == null ? null : changed.usersChanged());
        fields.put("users_deleted", changed == null ? null : changed.usersDeleted());
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
