package dev.rollcall.store.staging;

import dev.rollcall.database.RowCount;
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
import org.springframework.jdbc.datasource.DataSourceUtils;

/** Stages memberships: rows, and the checkpoints of their groups. Safe for use by several threads. */
public final class MembershipStaging {
    private static final String COPY_MEMBERSHIPS = """
            COPY staging.memberships (snapshot, group_no, reading, seq, member_type, member_id, membership_id,
                created_at, created_by) FROM STDIN (FORMAT binary)
            """;
    private static final int COPIED_COLUMNS = 9;

    private static final String SAVE_CHECKPOINT = """
            UPDATE staging.group_checkpoint SET
                memberships = CASE WHEN reading = ? THEN memberships ELSE 0 END + ?,
                state = ?, reading = ?, marker = ?, pages = ?, reason = ?, read_at = clock_timestamp(),
                requests = requests + ?, retries = retries + ?, throttles = throttles + ?,
                replaced_characters = replaced_characters + ?
            WHERE snapshot = ? AND group_no = ?
            """;

    /**
     * Greater than any page's number of rows: each page has this many numbers, so that a later page's rows sort after.
     */
    private static final int NUMBERS_PER_PAGE = 10_000;

    private final DataSource dataSource;
    private final JdbcTemplate jdbc;
    private final Fence fence;

    public MembershipStaging(DataSource dataSource, Fence fence) {
        this.dataSource = dataSource;
        this.jdbc = new JdbcTemplate(dataSource);
        this.fence = fence;
    }

    /**
     * Stages pages of groups' memberships, in the caller's transaction.
     *
     * @param groups not empty, distinct
     * @param requests what was sent for all of them; counted with the last group
     * @throws dev.rollcall.store.source.FencedException when a later run took the source
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
        int[] saved = jdbc.batchUpdate(SAVE_CHECKPOINT, checkpoints);
        for (int i = 0; i < saved.length; i++) {
            RowCount.expectOne(
                    saved[i],
                    "saving the checkpoint of group " + groups.get(i).after().group());
        }
        copy(rows);
    }

    private static @Nullable Object[] checkpoint(
            FencingToken token, MembershipPages pages, StoredText text, RequestCounts requests) {
        GroupCheckpoint after = pages.after();
        return new @Nullable Object[] {
            after.reading(),
            pages.pages().stream().mapToInt(List::size).sum(),
            pages.state().key(),
            after.reading(),
            MarkerColumn.value(after.marker()),
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
            int seq = page * NUMBERS_PER_PAGE;
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
                // A COPY left active makes its connection unusable.
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
}
