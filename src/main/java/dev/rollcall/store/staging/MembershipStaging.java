package dev.rollcall.store.staging;

import dev.rollcall.database.OutsideTransaction;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Membership;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencingToken;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.ByteStreamWriter;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * The memberships of open snapshots: rows, and a checkpoint a group. Every method that writes runs in the caller's transaction, which it
 * first proves to be that of the source's present run; rows and the checkpoint after them commit together. Safe for
 * use by several threads.
 */
public final class MembershipStaging {
    private static final String COPY_MEMBERSHIPS = """
            COPY staging.memberships (snapshot, group_no, reading, seq, member_type, member_id, membership_id,
                created_at, created_by) FROM STDIN (FORMAT binary)
            """;
    private static final int COPIED_COLUMNS = 9;

    private static final String SAVE_CHECKPOINT = """
            UPDATE staging.group_checkpoint SET
                state = ?, reading = ?, marker = ?, pages = ?, reason = ?,
                requests = requests + ?, retries = retries + ?, throttles = throttles + ?,
                replaced_characters = replaced_characters + ?
            WHERE snapshot = ? AND group_no = ?
            """;

    /** Rows of one page are numbered within this many, so that a later page's come after. */
    private static final int PAGE_NUMBERS = 10_000;

    private final DataSource dataSource;
    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final JdbcClient apart;
    private final Fence fence;

    public MembershipStaging(DataSource dataSource, Fence fence) {
        this.dataSource = dataSource;
        this.template = new JdbcTemplate(dataSource);
        this.jdbc = JdbcClient.create(template);
        this.apart = OutsideTransaction.of(dataSource);
        this.fence = fence;
    }

    /**
     * Stages pages of groups' memberships.
     *
     * @param groups not empty, distinct
     * @param requests what was sent for all of them; counted with the last group
     */
    public void stage(FencingToken token, List<MembershipPages> groups, RequestCounts requests) {
        fence.requireCurrent(token);
        CopyRows rows = new CopyRows(COPIED_COLUMNS);
        List<@Nullable Object[]> checkpoints = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            StoredText text = new StoredText();
            addRows(rows, token, groups.get(i), text);
            checkpoints.add(
                    checkpoint(token, groups.get(i), text, i == groups.size() - 1 ? requests : RequestCounts.NONE));
        }
        int[] saved = template.batchUpdate(SAVE_CHECKPOINT, checkpoints);
        for (int i = 0; i < saved.length; i++) {
            if (saved[i] != 1) {
                throw new IllegalStateException("the checkpoint of group "
                        + groups.get(i).after().group() + " is " + saved[i] + " rows, not one");
            }
        }
        copy(rows);
    }

    /**
     * The next groups whose memberships are to be read, of those listed so far: a resumed snapshot's gaps first, then
     * those known to be largest, which is known once all are listed.
     *
     * @param after the last slice's {@link GroupSlice#end()}; null for the first slice
     * @param size the greatest number of groups
     */
    public GroupSlice pending(long snapshot, GroupSlice.@Nullable End after, int size) {
        GroupSlice.End from = after == null ? GroupSlice.End.BEGINNING : after;
        List<GroupSlice.Entry> entries = apart.sql("""
                        SELECT group_no, group_id, reading, marker, pages,
                            reason IS NULL AS no_gap, -expected AS largest_first
                        FROM staging.listed_group
                        WHERE snapshot = ? AND state = 'pending'
                          AND (reason IS NULL, -expected, group_no) > (?, ?, ?)
                        ORDER BY reason IS NULL, -expected, group_no
                        LIMIT ?
                        """)
                .params(snapshot, from.noGap(), from.largestFirst(), from.groupNo(), size)
                .query((row, n) -> new GroupSlice.Entry(
                        new GroupCheckpoint(
                                row.getInt(1),
                                new GroupId(row.getString(2)),
                                row.getInt(3),
                                marker(row.getString(4)),
                                row.getInt(5)),
                        new GroupSlice.End(row.getBoolean(6), row.getLong(7), row.getInt(1))))
                .list();
        return new GroupSlice(entries);
    }

    /** Gives the snapshot's gaps another try; their reasons stay until then, and put them first. */
    public void retryGaps(FencingToken token) {
        fence.requireCurrent(token);
        jdbc.sql("""
                        UPDATE staging.group_checkpoint c SET state = 'pending'
                        FROM staging.groups g
                        WHERE c.snapshot = ? AND c.state = 'gap' AND g.snapshot = c.snapshot
                          AND g.group_no = c.group_no AND g.described
                        """).param(token.snapshot()).update();
    }

    /** How far a snapshot is, of the groups listed so far. */
    public StagingProgress progress(long snapshot) {
        return jdbc.sql("""
                        SELECT count(state), count(state) FILTER (WHERE state <> 'pending')
                        FROM staging.listed_group
                        WHERE snapshot = ?
                        """)
                .param(snapshot)
                .query((row, n) -> new StagingProgress(row.getLong(1), row.getLong(2)))
                .single();
    }

    private static @Nullable Object[] checkpoint(
            FencingToken token, MembershipPages pages, StoredText text, RequestCounts requests) {
        GroupCheckpoint after = pages.after();
        Marker marker = after.marker();
        return new @Nullable Object[] {
            pages.state().key(),
            after.reading(),
            marker == null ? null : marker.value(),
            after.pages(),
            pages.reason(),
            requests.requests(),
            requests.retries(),
            requests.throttles(),
            text.replaced(),
            token.snapshot(),
            after.groupNo()
        };
    }

    private static void addRows(CopyRows rows, FencingToken token, MembershipPages pages, StoredText text) {
        int page = pages.after().pages() - pages.pages().size();
        for (List<Membership> memberships : pages.pages()) {
            int seq = page * PAGE_NUMBERS;
            for (Membership membership : memberships) {
                rows.row()
                        .add(token.snapshot())
                        .add(pages.after().groupNo())
                        .add(pages.after().reading())
                        .add(seq++)
                        .add(text.utf8(membership.member().type()))
                        .add(text.utf8(membership.member().id()))
                        .add(text.utf8(membership.membershipId()))
                        .add(membership.createdAt())
                        .add(text.utf8(membership.createdBy()));
            }
            page++;
        }
    }

    private void copy(CopyRows rows) {
        if (rows.isEmpty()) {
            return;
        }
        ByteStreamWriter bytes = ByteStreamWriter.of(rows.end());
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY_MEMBERSHIPS);
            try {
                copy.writeToCopy(bytes);
                copy.endCopy();
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("can't stage memberships", e);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    private static @Nullable Marker marker(@Nullable String value) {
        return value == null ? null : new Marker(value);
    }
}
