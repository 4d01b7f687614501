package dev.rollcall.store.staging;

import dev.rollcall.database.LongTransaction;
import dev.rollcall.database.OutsideTransaction;
import dev.rollcall.database.RowCount;
import dev.rollcall.directory.Group;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencingToken;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** Stages the listing of groups: rows, its checkpoint, and one checkpoint a group. Safe for use by several threads. */
public final class GroupStaging {
    private static final String STAGE = """
            INSERT INTO staging.groups (snapshot, group_id, group_no, reading, described, display_name, description,
                external_ids, created_at, created_by, updated_at, updated_by)
            SELECT ?, group_id, ? + n, ?, described::boolean, display_name, description,
                coalesce(external_ids, '[]')::jsonb, created_at::timestamptz, created_by, updated_at::timestamptz,
                updated_by
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY AS listed (group_id, described, display_name,
                description, external_ids, created_at, created_by, updated_at, updated_by, n)
            ON CONFLICT (snapshot, group_id) DO UPDATE SET
                reading = excluded.reading, described = excluded.described, display_name = excluded.display_name,
                description = excluded.description, external_ids = excluded.external_ids,
                created_at = excluded.created_at, created_by = excluded.created_by,
                updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """;

    private static final String LAST_GROUP_NO =
            "SELECT coalesce(max(group_no), 0) FROM staging.groups WHERE snapshot = ?";

    private static final String ADD_CHECKPOINTS = """
            INSERT INTO staging.group_checkpoint (snapshot, group_no)
            SELECT snapshot, group_no FROM staging.groups WHERE snapshot = ? AND group_no > ?
            """;

    private static final String END_CHECKPOINT = """
            UPDATE staging.group_checkpoint c SET state = ?, reason = ?
            FROM staging.groups g
            WHERE g.snapshot = ? AND g.group_id = ?
              AND c.snapshot = g.snapshot AND c.group_no = g.group_no
            """;

    private static final String SAVE_EXPECTED_SIZES = """
            UPDATE staging.groups g SET expected = known.members
            FROM (
                SELECT k.group_id, count(*) AS members
                FROM directory.memberships_history m
                JOIN directory.group_key k ON k.no = m.group_no
                WHERE k.source = ? AND m.valid_to = 'infinity'
                GROUP BY k.group_id
            ) known
            WHERE g.snapshot = ? AND g.group_id = known.group_id
            """;

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final JdbcClient outside;
    private final ListingCheckpoints checkpoints;
    private final Fence fence;

    public GroupStaging(DataSource dataSource, Fence fence) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
        this.outside = OutsideTransaction.of(dataSource);
        this.checkpoints = new ListingCheckpoints("groups", dataSource);
        this.fence = fence;
    }

    /** Where the listing stands; read outside the caller's transaction. */
    public ListingChunk.Checkpoint checkpoint(long snapshot) {
        return checkpoints.find(snapshot);
    }

    /**
     * Stages pages of the listing, in the caller's transaction. With the last pages the groups get the sizes that they
     * were last published with, which decide the order of reading.
     *
     * @throws dev.rollcall.store.source.FencedException when a later run took the source
     */
    public void stage(FencingToken token, ListingChunk<StagedGroup> chunk) {
        fence.requireCurrent(token);
        StoredText text = new StoredText();
        ChunkRows<StagedGroup> groups =
                new ChunkRows<>(chunk.items(), group -> group.id().value());
        int last = jdbc.sql(LAST_GROUP_NO)
                .param(token.snapshot())
                .query(Integer.class)
                .single();
        jdbc.sql(STAGE)
                .params(token.snapshot(), last, chunk.after().reading())
                .params(columns(groups, text))
                .update();
        checkpoints.save(token, chunk, text);
        jdbc.sql(ADD_CHECKPOINTS).params(token.snapshot(), last).update();
        groups.rows().stream().filter(group -> group.group() == null).forEach(group -> endUndescribed(token, group));
        if (chunk.after().complete()) {
            saveExpectedSizes(token);
        }
    }

    /**
     * Refreshes the planner's statistics of the groups staged so far. Without it, the query for the next groups to be
     * read is planned for a handful of rows. Runs outside the caller's transaction.
     */
    public void analyze() {
        Statistics.refresh(() -> Statistics.call(outside, "analyze_groups()"));
    }

    /** A listed id that the provider could not describe, or does not know, has no memberships to read. */
    private void endUndescribed(FencingToken token, StagedGroup group) {
        MembershipPages.State state = group.gap() == null ? MembershipPages.State.GONE : MembershipPages.State.GAP;
        int ended = jdbc.sql(END_CHECKPOINT)
                .param(state.key())
                .param(group.gap())
                .params(token.snapshot(), group.id().value())
                .update();
        RowCount.expectOne(ended, "ending the checkpoint of group " + group.id());
    }

    private void saveExpectedSizes(FencingToken token) {
        // Counts all published memberships of the source, which may take longer than a chunk's statement may.
        Runnable unused = LongTransaction.liftLimits(dataSource);
        jdbc.sql(SAVE_EXPECTED_SIZES).params(token.source(), token.snapshot()).update();
    }

    private static List<SqlArrayValue> columns(ChunkRows<StagedGroup> groups, StoredText text) {
        return List.of(
                groups.column(group -> text.of(group.id().value())),
                groups.column(group -> Boolean.toString(group.group() != null)),
                groups.column(described(group -> text.of(group.displayName()))),
                groups.column(described(group -> text.of(group.description()))),
                groups.column(described(group -> ExternalIdsJson.canonical(group.externalIds(), text))),
                groups.times(described(Group::createdAt)),
                groups.column(described(group -> text.of(group.createdBy()))),
                groups.times(described(Group::updatedAt)),
                groups.column(described(group -> text.of(group.updatedBy()))));
    }

    /** The value of a described group; null for one without a description. */
    private static <V> Function<StagedGroup, @Nullable V> described(Function<Group, @Nullable V> value) {
        return staged -> staged.group() == null ? null : value.apply(staged.group());
    }
}
