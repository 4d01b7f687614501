package dev.rollcall.cli.text;

import dev.rollcall.store.publish.Comparison;
import dev.rollcall.store.publish.GuardReport;
import dev.rollcall.store.snapshot.SnapshotRow;
import dev.rollcall.store.staging.RequestCounts;
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
        Comparison comparison = result.comparison();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("source", result.source());
        fields.put("provider", result.provider());
        fields.put("identity_store_id", result.identityStoreId());
        fields.put("snapshot_id", result.snapshotId());
        fields.put("outcome", result.outcome().toString());
        fields.put("baseline", comparison == null ? null : comparison.baseline());
        fields.put("exit_code", exitCode);
        fields.put("resumed", result.resumed());
        totals(fields, comparison == null ? null : comparison.totals());
        changes(fields, comparison == null ? null : comparison.changes());
        fields.put("gaps", comparison == null ? null : comparison.gaps());
        requests(fields, result.requests());
        fields.put("seconds", Math.round(result.seconds() * 1_000) / 1_000.0);
        fields.put(
                "published_at",
                result.publishedAt() == null ? null : result.publishedAt().toString());
        fields.put("chain", result.chain());
        fields.put("error", error(result.error()));
        fields.put("guard", guard(result, comparison == null ? null : comparison.guard()));
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

    private static void requests(Map<String, @Nullable Object> fields, @Nullable RequestCounts sent) {
        fields.put("requests", sent == null ? null : sent.requests());
        fields.put("retries", sent == null ? null : sent.retries());
        fields.put("throttles", sent == null ? null : sent.throttles());
    }

    private static @Nullable Map<String, @Nullable Object> guard(SyncResult result, @Nullable GuardReport guard) {
        if (guard == null) {
            return null;
        }
        Map<String, @Nullable Object> counts = new LinkedHashMap<>();
        counts.put("memberships", removed(guard.memberships()));
        counts.put("groups", removed(guard.groups()));
        counts.put("users", removed(guard.users()));
        counts.put("groups_out_of_scope", guard.groupsOutOfScope());
        counts.put("groups_tripped", guard.groupsTripped());
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("reasons", guard.trips());
        fields.put("counts", counts);
        fields.put("examples", guard.examples().stream().map(SyncJson::example).toList());
        fields.put(
                "consent",
                result.outcome() == SyncResult.Outcome.DRY_RUN ? null : GuardText.consent(result.source(), guard));
        return fields;
    }

    private static @Nullable Map<String, Object> removed(GuardReport.@Nullable Removed removed) {
        if (removed == null) {
            return null;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("removed", removed.removed());
        fields.put("published", removed.published());
        return fields;
    }

    private static Map<String, @Nullable Object> example(GuardReport.Example example) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("group_id", example.groupId());
        fields.put("group_name", example.name());
        fields.put("members", example.members());
        fields.put("removed", example.removed());
        fields.put("gone", example.gone());
        fields.put("tripped", example.tripped());
        return fields;
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
