package dev.rollcall.store.publish;

import dev.rollcall.database.RowCount;
import dev.rollcall.database.SqlFile;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Adds links to the chains of sources, in the transaction of what each link tells, in which the caller has required the
 * source's epoch exclusively: nobody else adds one meanwhile. A chain begins with the first publish; what happens to a
 * source before that adds no link. {@code docs/evidence.md} defines the form. Safe for use by several threads.
 */
public final class Chain {
    private static final String SNAPSHOT_FACTS = SqlFile.read(Chain.class, "snapshot-facts");
    private static final String GAPS = RecordSet.gapsAt();

    /** Above it whole tables are joined; below it rows are looked up one by one. */
    private static final long MANY = 10_000;

    private final JdbcClient jdbc;

    public Chain(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * Tells of a snapshot that was just sealed, whose rows are written.
     *
     * @return the link
     */
    String published(StagedSnapshot snapshot, DifferenceCounts counts, OffsetDateTime at) {
        int source = snapshot.token().source();
        Map<String, @Nullable String> facts =
                snapshotFacts(jdbc, snapshot.token().snapshot());
        put(facts, "gaps", digest(GAPS, source, at, counts.gaps()));
        String memberships = RecordSet.MEMBERSHIPS.openedAt();
        if (snapshot.baseline()) {
            workInParallel();
        } else {
            memberships = RecordSet.fewMembershipsOpenedAt();
        }
        put(facts, "groups_opened", digest(RecordSet.GROUPS.openedAt(), source, at, counts.groupsOpened()));
        put(facts, "groups_closed", digest(RecordSet.GROUPS.closedAt(), source, at, counts.groupsClosed()));
        put(facts, "memberships_opened", digest(memberships, source, at, counts.membershipsOpened()));
        put(
                facts,
                "memberships_closed",
                digest(RecordSet.MEMBERSHIPS.closedAt(), source, at, counts.membershipsClosed()));
        put(facts, "users_opened", digest(RecordSet.USERS.openedAt(), source, at, counts.usersOpened()));
        put(facts, "users_closed", digest(RecordSet.USERS.closedAt(), source, at, counts.usersClosed()));
        return add(head(source), LinkKind.PUBLISHED, at, snapshot.token().snapshot(), facts);
    }

    /** Tells that a source was retired, whose rows are ended. */
    void retired(int source, OffsetDateTime at) {
        Head head = head(source);
        if (!head.hasBegun()) {
            return;
        }
        Map<String, @Nullable String> facts = new LinkedHashMap<>();
        TableJoins.join(jdbc, true);
        for (RecordSet records : RecordSet.values()) {
            put(facts, records + "_closed", digest(records.closedAt(), source, at));
        }
        String unused = add(head, LinkKind.RETIRED, at, null, facts);
    }

    /** Tells that a source goes on under another name. */
    public void renamed(int source) {
        Head head = head(source);
        if (head.hasBegun()) {
            String unused = add(head, LinkKind.RENAMED, head.next(), null, Map.of());
        }
    }

    /**
     * Tells that a user's personal attributes were forgotten, whose digests are stored.
     *
     * @param who forgot them
     * @param rows of users changed
     * @param principals names of principals forgotten with them
     * @return the link
     * @throws IllegalStateException when the source was never published
     */
    public String forgotten(int source, String userId, String who, long rows, long principals) {
        Map<String, @Nullable String> facts = new LinkedHashMap<>();
        facts.put("user_id", userId);
        facts.put("who", who);
        facts.put("rows", String.valueOf(rows));
        facts.put("principals", String.valueOf(principals));
        Head head = begun(source);
        return add(head, LinkKind.FORGOTTEN, head.next(), null, facts);
    }

    /** Numbers of rows. */
    public record Removed(long groups, long memberships, long users) {}

    /**
     * Tells that rows were removed which had ended before a horizon.
     *
     * @param who removed them
     * @return the link
     * @throws IllegalStateException when the source was never published
     */
    public String pruned(int source, Instant horizon, String who, Removed removed) {
        Map<String, @Nullable String> facts = new LinkedHashMap<>();
        facts.put("horizon", Fields.time(horizon));
        facts.put("who", who);
        facts.put("groups_removed", String.valueOf(removed.groups()));
        facts.put("memberships_removed", String.valueOf(removed.memberships()));
        facts.put("users_removed", String.valueOf(removed.users()));
        Head head = begun(source);
        TableJoins.join(jdbc, true);
        for (RecordSet records : RecordSet.values()) {
            SetDigest left = jdbc.sql(records.left())
                    .param("source", source)
                    .param("horizon", horizon.atOffset(ZoneOffset.UTC))
                    .query((row, n) -> SetDigest.of(row))
                    .optional()
                    .orElse(SetDigest.EMPTY);
            put(facts, records + "_left", left);
        }
        return add(head, LinkKind.PRUNED, head.next(), null, facts);
    }

    /** What the link of a published snapshot says of it, by its row as it is now: the first facts of {@link LinkKind}. */
    public static Map<String, @Nullable String> snapshotFacts(JdbcClient jdbc, long snapshot) {
        Map<String, @Nullable String> facts = new LinkedHashMap<>();
        jdbc.sql(SNAPSHOT_FACTS)
                .param("snapshot", snapshot)
                .query()
                .singleRow()
                .forEach((name, value) -> facts.put(name, (String) value));
        return facts;
    }

    /** @param expected how many rows the publish has written, which must be those that are found */
    private SetDigest digest(String sql, int source, OffsetDateTime at, long expected) {
        if (expected == 0) {
            return SetDigest.EMPTY;
        }
        TableJoins.join(jdbc, expected > MANY);
        SetDigest set = digest(sql, source, at);
        RowCount.expect(expected, set.rows(), "rows that a link tells of");
        return set;
    }

    private SetDigest digest(String sql, int source, OffsetDateTime at) {
        return jdbc
                .sql(sql)
                .param("source", source)
                .param("at", at)
                .query((row, n) -> new SourceSet(row.getInt("source"), SetDigest.of(row)))
                .list()
                .stream()
                .filter(found -> found.source() == source)
                .map(SourceSet::set)
                .findFirst()
                .orElse(SetDigest.EMPTY);
    }

    private record SourceSet(int source, SetDigest set) {}

    /** The planner, who expects few of the rows just written, would not have several workers hash them. */
    private void workInParallel() {
        jdbc.sql("SET LOCAL parallel_setup_cost = 0").update();
        jdbc.sql("SET LOCAL parallel_tuple_cost = 0").update();
    }

    private static void put(Map<String, @Nullable String> facts, String name, SetDigest set) {
        facts.put(name, String.valueOf(set.rows()));
        facts.put(name + "_digest", set.digest());
    }

    /**
     * Where a chain goes on.
     *
     * @param source its number
     * @param seq of the last link; 0 while there is none
     * @param link the last one; the empty text while there is none
     * @param at of the last link; null while there is none
     */
    private record Head(
            int source,
            String provider,
            String identityStoreId,
            long seq,
            String link,
            @Nullable OffsetDateTime at,
            OffsetDateTime clock) {
        boolean hasBegun() {
            return seq > 0;
        }

        /** Now, by the database's clock, but later than the last link. */
        OffsetDateTime next() {
            OffsetDateTime least = at == null ? clock : at.plusNanos(1_000);
            return clock.isBefore(least) ? least : clock;
        }
    }

    private Head begun(int source) {
        Head head = head(source);
        if (!head.hasBegun()) {
            throw new IllegalStateException("source number " + source + " was never published");
        }
        return head;
    }

    private Head head(int source) {
        return jdbc.sql("""
                        SELECT s.id AS source, s.provider, s.identity_store_id, coalesce(l.seq, 0) AS seq,
                               coalesce(l.link, '') AS link, l.at, clock_timestamp() AS clock
                          FROM directory.source s
                          LEFT JOIN LATERAL (
                               SELECT k.seq, k.link, k.at FROM directory.link k
                                WHERE k.source = s.id
                                ORDER BY k.seq DESC LIMIT 1) l ON true
                         WHERE s.id = ?
                        """).param(source).query(Head.class).single();
    }

    private String add(
            Head head, LinkKind kind, OffsetDateTime at, @Nullable Long snapshot, Map<String, @Nullable String> rest) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        values.put("form", Facts.FORM);
        values.put("seq", String.valueOf(head.seq() + 1));
        values.put("kind", kind.toString());
        values.put("provider", head.provider());
        values.put("identity_store_id", head.identityStoreId());
        values.put("at", Fields.time(at.toInstant()));
        values.putAll(rest);
        String facts = Facts.of(kind, values).text();
        String link = Facts.link(head.link(), facts);
        int added = jdbc.sql("""
                        INSERT INTO directory.link (source, seq, kind, at, snapshot, facts, link)
                        VALUES (:source, :seq, :kind, :at, :snapshot, :facts, :link)
                        """)
                .param("source", head.source())
                .param("seq", head.seq() + 1)
                .param("kind", kind.toString())
                .param("at", at)
                .param("snapshot", snapshot)
                .param("facts", facts)
                .param("link", link)
                .update();
        RowCount.expectOne(added, "adding link " + (head.seq() + 1));
        return link;
    }
}
