package dev.rollcall.store.staging;

import dev.rollcall.database.RowCount;
import dev.rollcall.directory.GroupId;
import dev.rollcall.store.source.FencedTransaction;
import dev.rollcall.store.source.FencingToken;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The sample of a snapshot: groups that are read a second time at the end of the reading, which tells how much the
 * directory changed meanwhile. Call it outside any transaction. Safe for use by several threads.
 */
public final class SampleStaging {
    /** By one statement, since each is a scan of all that is staged. */
    private static final String MEMBERSHIPS = """
            SELECT group_no, reading, member_type, member_id, membership_id
              FROM staging.memberships
             WHERE snapshot = ? AND group_no = ANY (?)
             ORDER BY group_no, seq
            """;

    private final JdbcClient jdbc;
    private final SnapshotStaging staging;
    private final FencedTransaction fenced;

    public SampleStaging(DataSource dataSource, SnapshotStaging staging, FencedTransaction fenced) {
        this.jdbc = JdbcClient.create(dataSource);
        this.staging = staging;
        this.fenced = fenced;
    }

    /** How many requests were sent for the snapshot and counted by its checkpoints. */
    public long requests(long snapshot) {
        return jdbc.sql("SELECT requests FROM staging.request_sum WHERE snapshot = ?")
                .param(snapshot)
                .query(Long.class)
                .single();
    }

    /**
     * Chooses, at random, groups that were read to their end by one page.
     *
     * @param most how many groups the sample may have, with those that an earlier run read again
     */
    public List<SampledGroup> choose(long snapshot, int most) {
        int left = jdbc.sql("SELECT ? - coalesce(sampled_groups, 0) FROM directory.snapshot WHERE id = ?")
                .params(most, snapshot)
                .query(Integer.class)
                .single();
        List<SampledGroup> groups = jdbc.sql("""
                        SELECT group_no, group_id, reading
                          FROM staging.listed_group
                         WHERE snapshot = ? AND state = 'complete' AND pages = 1
                         ORDER BY random() LIMIT ?
                        """)
                .params(snapshot, Math.max(left, 0))
                .query((row, n) -> new SampledGroup(
                        row.getInt("group_no"), new GroupId(row.getString("group_id")), row.getInt("reading")))
                .list();
        if (!groups.isEmpty()) {
            addStaged(snapshot, groups);
        }
        return groups;
    }

    private void addStaged(long snapshot, List<SampledGroup> groups) {
        Map<Integer, SampledGroup> byNumber =
                groups.stream().collect(Collectors.toMap(SampledGroup::no, Function.identity()));
        RowCallbackHandler add = row -> {
            SampledGroup group = byNumber.get(row.getInt("group_no"));
            if (group != null && group.reading() == row.getInt("reading")) {
                group.add(row.getString("member_type"), row.getString("member_id"), row.getString("membership_id"));
            }
        };
        jdbc.sql(MEMBERSHIPS)
                .params(snapshot, new SqlArrayValue("integer", byNumber.keySet().toArray()))
                .query(add);
    }

    /**
     * Counts what was read again.
     *
     * @param run which run of the snapshot
     * @param groups read again since the last call; 0 when that failed
     * @param drifted of these, whose members are not as staged
     * @param requests sent since the last call
     * @throws dev.rollcall.store.source.FencedException when a later run took the source
     */
    public void count(FencingToken token, int run, int groups, int drifted, RequestCounts requests) {
        fenced.run(token, () -> {
            staging.add(token.snapshot(), run, requests);
            int updated =
                    jdbc.sql("""
                            UPDATE directory.snapshot
                               SET sampled_groups = coalesce(sampled_groups, 0) + ?,
                                   drifted_groups = coalesce(drifted_groups, 0) + ?
                             WHERE id = ? AND outcome = 'open'
                            """).params(groups, drifted, token.snapshot()).update();
            RowCount.expectOne(updated, "counting the sample of snapshot " + token.snapshot());
        });
    }
}
