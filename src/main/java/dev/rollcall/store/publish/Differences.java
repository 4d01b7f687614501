package dev.rollcall.store.publish;

import dev.rollcall.database.SqlFile;
import dev.rollcall.store.publish.PublishRequest.GuardLimits;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a staged snapshot changes, in temporary tables that end with the caller's transaction. Their rows stay in the
 * database.
 */
final class Differences {
    private static final List<String> TABLES = List.of(
            "number-groups",
            "staged-groups",
            "number-users",
            "number-members",
            "number-principals",
            "group-differences",
            "user-differences",
            "membership-differences",
            "published-groups");

    private static final String COUNTS = SqlFile.read(Differences.class, "difference-counts");
    private static final String EXAMPLES = SqlFile.read(Differences.class, "removal-examples");
    private static final String DIGEST = SqlFile.read(Differences.class, "removal-digest");
    private static final String LINES = SqlFile.read(Differences.class, "difference-lines");
    private static final int FETCH = 1_000;

    private final JdbcClient jdbc;
    private final DataSource dataSource;

    Differences(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.dataSource = dataSource;
    }

    /** Fills the temporary tables. Sets {@code work_mem} for the rest of the transaction. */
    void find(StagedSnapshot snapshot, GuardLimits limits) {
        TableJoins.join(jdbc, !snapshot.smallPart());
        jdbc.sql("SET LOCAL work_mem = '64MB'").update();
        Map<String, Object> parameters = Map.of(
                "snapshot", snapshot.token().snapshot(),
                "source", snapshot.token().source(),
                "baseline", snapshot.baseline(),
                "scoped", snapshot.scoped(),
                "rescoped", snapshot.rescoped(),
                "withUsers", snapshot.withUsers(),
                "usersUnread", snapshot.usersUnread(),
                "alwaysAllowed", limits.alwaysAllowed(),
                "maxPerGroup", limits.maxRemovedPercentPerGroup());
        for (String table : TABLES) {
            jdbc.sql(SqlFile.read(Differences.class, table)).params(parameters).update();
            if (table.equals("staged-groups")) {
                jdbc.sql("ANALYZE staged_group").update();
            }
        }
        jdbc.sql("ANALYZE group_difference, user_difference, membership_difference, published_group")
                .update();
        TableJoins.join(jdbc, false);
    }

    /** Counts what {@link #find} found. */
    DifferenceCounts count(StagedSnapshot snapshot) {
        return jdbc.sql(COUNTS)
                .param("source", snapshot.token().source())
                .query(DifferenceCounts.class)
                .single();
    }

    /** The same removals give the same digest. */
    String digestOfRemovals() {
        return jdbc.sql(DIGEST).query(String.class).single();
    }

    /** What the guard holds back; null when it does not trip, and for a baseline, which it lets pass. */
    @Nullable
    GuardReport guard(StagedSnapshot snapshot, DifferenceCounts counts, GuardLimits limits) {
        if (snapshot.baseline()) {
            return null;
        }
        List<String> trips = new RemovalGuard(limits).trips(counts, snapshot.withUsers());
        if (trips.isEmpty()) {
            return null;
        }
        return new GuardReport(
                snapshot.token().snapshot(),
                trips,
                new GuardReport.Removed(counts.membershipsRemoved(), counts.membershipsPublished()),
                new GuardReport.Removed(counts.groupsRemoved(), counts.groupsPublished()),
                snapshot.withUsers() ? new GuardReport.Removed(counts.usersDeleted(), counts.usersTotal()) : null,
                counts.groupsOutOfScope(),
                counts.groupsTripped(),
                jdbc.sql(EXAMPLES)
                        .query((row, n) -> new GuardReport.Example(
                                row.getString("group_id"),
                                row.getString("display_name"),
                                row.getLong("members"),
                                row.getLong("removed"),
                                row.getBoolean("gone"),
                                row.getBoolean("tripped")))
                        .list());
    }

    /** Gives every difference to the consumer, in the order of {@code difference-lines.sql}, fetched in slices. */
    void forEach(StagedSnapshot snapshot, Consumer<GroupDifference> consumer) {
        JdbcTemplate inSlices = new JdbcTemplate(dataSource);
        inSlices.setFetchSize(FETCH);
        new NamedParameterJdbcTemplate(inSlices)
                .query(LINES, Map.of("snapshot", snapshot.token().snapshot()), (RowCallbackHandler)
                        row -> consumer.accept(new GroupDifference(
                                row.getString("kind"),
                                row.getString("group_id"),
                                row.getString("group_name"),
                                row.getString("member_type"),
                                row.getString("member_id"),
                                row.getString("member_name"))));
    }
}
