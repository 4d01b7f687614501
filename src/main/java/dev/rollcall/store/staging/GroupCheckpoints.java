package dev.rollcall.store.staging;

import dev.rollcall.database.OutsideTransaction;
import dev.rollcall.directory.GroupId;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencingToken;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The checkpoints of an open snapshot's groups: what is left to read, and how much is read. Safe for use by several
 * threads.
 */
public final class GroupCheckpoints {
    private final JdbcClient jdbc;
    private final JdbcClient outside;
    private final Fence fence;

    public GroupCheckpoints(DataSource dataSource, Fence fence) {
        this.jdbc = JdbcClient.create(dataSource);
        this.outside = OutsideTransaction.of(dataSource);
        this.fence = fence;
    }

    /**
     * Some of the groups whose memberships are to be read, in the order to read them.
     *
     * @param end where the next slice begins; null when this one is empty, and so the last
     */
    public record PendingGroups(
            List<GroupCheckpoint> groups, @Nullable Cursor end) {
        public PendingGroups {
            groups = List.copyOf(groups);
        }
    }

    /** A group's place in the order of reading. */
    public record Cursor(boolean noGap, long largestFirst, int groupNo) {
        private static final Cursor BEGINNING = new Cursor(false, Long.MIN_VALUE, 0);
    }

    /**
     * How many groups of an open snapshot are listed, and read.
     *
     * @param listed so far
     * @param read of these, whose memberships are read to the end, in gap or gone
     * @param described of these, which the provider described
     * @param answered of these, about whose memberships the provider answered at all
     * @param gaps of all, which can't be read
     */
    public record GroupCounts(long listed, long read, long described, long answered, long gaps) {
        public static final GroupCounts NONE = new GroupCounts(0, 0, 0, 0, 0);
    }

    /**
     * The next groups whose memberships are to be read, of those listed so far: a resumed snapshot's gaps first, then
     * the largest, as known once all are listed. Read outside the caller's transaction.
     *
     * @param after the last slice's {@link PendingGroups#end()}; null for the first slice
     * @param size the greatest number of groups
     */
    public PendingGroups pending(long snapshot, @Nullable Cursor after, int size) {
        Cursor from = after == null ? Cursor.BEGINNING : after;
        return outside.sql("""
                        SELECT group_no, group_id, reading, marker, pages,
                            reason IS NULL AS no_gap, -expected AS largest_first
                        FROM staging.listed_group
                        WHERE snapshot = ? AND state = 'pending'
                          AND (reason IS NULL, -expected, group_no) > (?, ?, ?)
                        ORDER BY reason IS NULL, -expected, group_no
                        LIMIT ?
                        """)
                .params(snapshot, from.noGap(), from.largestFirst(), from.groupNo(), size)
                .query(GroupCheckpoints::pendingGroups);
    }

    /**
     * Gives the snapshot's gaps another try, in the caller's transaction. Their reasons stay until then, and put them
     * first.
     */
    public void retryGaps(FencingToken token) {
        fence.requireCurrent(token);
        jdbc.sql("""
                        UPDATE staging.group_checkpoint c SET state = 'pending'
                        FROM staging.groups g
                        WHERE c.snapshot = ? AND c.state = 'gap' AND g.snapshot = c.snapshot
                          AND g.group_no = c.group_no AND g.described
                        """).param(token.snapshot()).update();
    }

    /** Counts the groups listed so far. Read outside the caller's transaction. */
    public GroupCounts count(long snapshot) {
        return outside.sql("""
                        SELECT count(state) AS listed, count(state) FILTER (WHERE state <> 'pending') AS read,
                            count(state) FILTER (WHERE described) AS described,
                            count(state) FILTER (WHERE described AND (state IN ('complete', 'gone') OR pages > 0))
                                AS answered,
                            count(state) FILTER (WHERE state = 'gap') AS gaps
                        FROM staging.listed_group
                        WHERE snapshot = ?
                        """).param(snapshot).query(GroupCounts.class).single();
    }

    /**
     * About how many requests are left until all of the snapshot is read, by the sizes last published and what the
     * caller's transaction sees of the pages read so far; 0 before all groups are listed.
     */
    public long requestsLeft(long snapshot) {
        return requestsLeft(jdbc, snapshot);
    }

    /** The same by what is committed. Read outside the caller's transaction. */
    public long requestsLeftOutside(long snapshot) {
        return requestsLeft(outside, snapshot);
    }

    private static long requestsLeft(JdbcClient jdbc, long snapshot) {
        return jdbc.sql("SELECT coalesce(requests_left, 0) FROM staging.reading_progress WHERE snapshot = ?")
                .param(snapshot)
                .query(Long.class)
                .single();
    }

    private static PendingGroups pendingGroups(ResultSet rows) throws SQLException {
        List<GroupCheckpoint> groups = new ArrayList<>();
        Cursor end = null;
        while (rows.next()) {
            groups.add(new GroupCheckpoint(
                    rows.getInt("group_no"),
                    new GroupId(rows.getString("group_id")),
                    rows.getInt("reading"),
                    MarkerColumn.read(rows),
                    rows.getInt("pages"),
                    !rows.getBoolean("no_gap")));
            end = new Cursor(rows.getBoolean("no_gap"), rows.getLong("largest_first"), rows.getInt("group_no"));
        }
        return new PendingGroups(groups, end);
    }
}
