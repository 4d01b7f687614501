package dev.rollcall.answer.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.UncategorizedDataAccessException;

/** Each way to edit the past is found, by whoever owns the database and keeps its constraints, and named. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TamperedPastTest {
    /** Columns that the chain doesn't cover, since they change later or tell nothing of what was published. */
    private static final Set<String> NOT_COVERED = Set.of(
            "source.name",
            "source.created_at",
            "source.users_read_at",
            "gap.reason",
            "gap.opened_by",
            "gap.closed_by",
            "snapshot.attempt",
            "snapshot.started_at",
            "snapshot.resume_until",
            "snapshot.orphans",
            "snapshot.replaced_characters",
            "snapshot.guard",
            "snapshot.removals");

    private static final String NOW = "(SELECT max(at) FROM directory.link)";

    private final ChainFixture past = new ChainFixture();

    @BeforeAll
    void publish() {
        past.publishAll();
    }

    @AfterAll
    void close() {
        past.store.close();
    }

    private record Case(String name, String expected, List<String> statements) {}

    private static Case of(String name, String expected, String... statements) {
        return new Case(name, expected, List.of(statements));
    }

    private static String acmeGroup(String id) {
        return "(SELECT no FROM directory.group_key WHERE source = 1 AND group_id = '" + id + "')";
    }

    private static String acmeMember(String id) {
        return "(SELECT no FROM directory.member_key WHERE source = 1 AND member_id = '" + id + "')";
    }

    private static String link(int seq) {
        return "(SELECT at FROM directory.link WHERE source = 1 AND seq = " + seq + ")";
    }

    private static final List<Case> CASES = List.of(
            of(
                    "a membership is added",
                    "memberships that began then: the link says",
                    "INSERT INTO directory.memberships_history (valid_from, group_no, member_no, begins, membership_id)"
                            + " VALUES (" + link(10) + ", " + acmeGroup("g") + ", " + acmeMember("dora")
                            + ", 'n', 'x')"),
            of(
                    "a membership is added at a time of its own",
                    "memberships begin at 2020-01-01T00:00:00.000000Z, which no link tells of",
                    "INSERT INTO directory.memberships_history"
                            + " (valid_from, valid_to, group_no, member_no, begins, ends, membership_id) VALUES"
                            + " ('2020-01-01Z', " + link(2) + ", " + acmeGroup("g") + ", " + acmeMember("dora")
                            + ", 'n', 'g', 'x')"),
            of(
                    "a membership is deleted",
                    "memberships that began then: the link says",
                    "DELETE FROM directory.memberships_history WHERE group_no = " + acmeGroup("g") + " AND member_no = "
                            + acmeMember("bob")),
            of(
                    "a group is added",
                    "groups that began then",
                    "INSERT INTO directory.group_key (source, group_id) VALUES (1, 'secret')",
                    "INSERT INTO directory.groups_history (valid_from, group_no, begins, members_read, external_ids)"
                            + " VALUES (" + link(9) + ", " + acmeGroup("secret") + ", 'n', true, '[]')"),
            of(
                    "a group is deleted",
                    "groups that began then",
                    "DELETE FROM directory.groups_history WHERE group_no = " + acmeGroup("lost")),
            of(
                    "a user is deleted",
                    "users that began then",
                    "DELETE FROM directory.users_history WHERE user_no = " + acmeMember("dora")),
            of(
                    "two memberships are swapped",
                    "but not those that it was made of",
                    "UPDATE directory.memberships_history h SET membership_id = 'g/' || CASE membership_id"
                            + " WHEN 'g/ann' THEN 'bob' ELSE 'ann' END"
                            + " WHERE membership_id IN ('g/ann', 'g/bob') AND valid_from = " + link(1)
                            + " AND group_no = " + acmeGroup("g")),
            of(
                    "two ends are swapped",
                    "memberships that ended then",
                    "UPDATE directory.memberships_history SET valid_to = CASE valid_to WHEN " + link(2) + " THEN "
                            + link(7) + " ELSE " + link(2) + " END WHERE valid_to IN (" + link(2) + ", " + link(7) + ")"
                            + " AND member_no IN (" + acmeMember("bob") + ", " + acmeMember("m3") + ")"),
            of(
                    "an end moves by a microsecond",
                    "memberships end at",
                    "UPDATE directory.memberships_history SET valid_to = valid_to - interval '1 microsecond'"
                            + " WHERE valid_to = " + link(2) + " AND member_no = " + acmeMember("bob")),
            of(
                    "an end moves to another snapshot's",
                    "memberships that ended then: the link says",
                    "UPDATE directory.memberships_history SET valid_to = " + link(3) + " WHERE valid_to = " + link(2)
                            + " AND member_no = " + acmeMember("bob")),
            of(
                    "what ended is current again",
                    "memberships that ended then: the link says 1, and there are 0",
                    "DELETE FROM directory.memberships_history WHERE group_no = " + acmeGroup("g") + " AND member_no = "
                            + acmeMember("bob") + " AND valid_from = " + NOW,
                    "UPDATE directory.memberships_history SET valid_to = 'infinity', ends = '-' WHERE valid_to = "
                            + link(2) + " AND member_no = " + acmeMember("bob")),
            of(
                    "what is current has ended",
                    "memberships that ended then",
                    "UPDATE directory.memberships_history SET valid_to = " + link(10)
                            + ", ends = 'g' WHERE valid_from = " + link(9) + " AND group_no = " + acmeGroup("g")),
            of(
                    "a joining is made a first reading",
                    "but not those that it was made of",
                    "UPDATE directory.memberships_history SET begins = 'k' WHERE begins = 'n' AND valid_from = "
                            + link(2)),
            of(
                    "a leaving is made the scope's",
                    "but not those that it was made of",
                    "UPDATE directory.memberships_history SET ends = 'u' WHERE ends = 'g' AND valid_to = " + link(2)),
            of(
                    "a gap is deleted",
                    "gaps then: the link says 2, and there are 1",
                    "DELETE FROM directory.gap WHERE group_id = 'h' AND since = " + link(1)),
            of(
                    "a gap is added",
                    "gaps then: the link says 0, and there are 1",
                    "INSERT INTO directory.gap (source, group_id, reason, since, opened_by) SELECT 1, 'g', 'denied', at,"
                            + " snapshot FROM directory.link WHERE source = 1 AND seq = 10"),
            of(
                    "a gap goes on for longer",
                    "gaps then",
                    "UPDATE directory.gap SET until = " + link(3) + " WHERE group_id = 'h' AND until = " + link(2)),
            of(
                    "a gap ends between two snapshots",
                    "gaps end at",
                    "UPDATE directory.gap SET until = until - interval '1 microsecond' WHERE group_id = 'h'"),
            of(
                    "a count of a snapshot is changed",
                    "members_left: the link says 1, and the snapshot's row 0",
                    "UPDATE directory.snapshot SET members_left = 0 WHERE source = 1 AND published_at = " + link(2)),
            of(
                    "a consent is changed",
                    "consented_by: the link says a person, and the snapshot's row nobody",
                    "UPDATE directory.snapshot SET consented_by = 'nobody' WHERE consented_by IS NOT NULL"),
            of(
                    "a consent is taken away",
                    "consented_at: the link says 2",
                    "UPDATE directory.snapshot SET consented_by = NULL, consented_at = NULL"),
            of(
                    "a snapshot is no longer published",
                    "its snapshot was not published",
                    "UPDATE directory.snapshot SET outcome = 'discarded', published_at = NULL WHERE source = 1 AND"
                            + " published_at = " + link(3)),
            of(
                    "a published snapshot is added",
                    ", has no link",
                    "INSERT INTO directory.snapshot (source, outcome, rollcall_version, published_at) VALUES"
                            + " (1, 'published', 'x', " + link(3) + " + interval '1 microsecond')"),
            of(
                    "facts are changed",
                    "it is not the hash of the link before it and of its facts",
                    "UPDATE directory.link SET facts = facts || '-' WHERE source = 1 AND seq = 4"),
            of(
                    "facts and their link are changed",
                    "its facts have another form",
                    "UPDATE directory.link l SET facts = facts || '-', link = encode(sha256(convert_to((SELECT '64:' || link"
                            + " FROM directory.link k WHERE k.source = 1 AND k.seq = 3) || octet_length(facts || '-') || ':'"
                            + " || facts || '-', 'UTF8')), 'hex') WHERE source = 1 AND seq = 4"),
            of(
                    "a link is changed",
                    "link 4",
                    "UPDATE directory.link SET link = repeat('0', 64) WHERE source = 1 AND seq = 4"),
            of("the last link is deleted", ", has no link", "DELETE FROM directory.link WHERE source = 1 AND seq = 10"),
            of(
                    "a link in between is deleted",
                    "link 3, the one before it, is missing",
                    "DELETE FROM directory.link WHERE source = 1 AND seq = 3"),
            of(
                    "the first links are deleted",
                    "links 1 to 2, those before it, are missing",
                    "DELETE FROM directory.link WHERE source = 1 AND seq < 3"),
            of("all links are deleted", ", has no link", "DELETE FROM directory.link WHERE source = 1"),
            of(
                    "links are numbered anew",
                    ", has no link",
                    "DELETE FROM directory.link WHERE source = 1 AND seq = 1",
                    "UPDATE directory.link SET seq = seq + 100 WHERE source = 1",
                    "UPDATE directory.link SET seq = seq - 101 WHERE source = 1"),
            of(
                    "a rename is moved",
                    "at: its facts say",
                    "UPDATE directory.link SET at = at + interval '1 microsecond' WHERE source = 1 AND kind = 'renamed'"),
            of(
                    "a retirement is taken back",
                    "the last snapshot before it is marked as retired at no time",
                    "UPDATE directory.snapshot SET retired_at = NULL WHERE source = 1"),
            of(
                    "a retirement is made up",
                    "the source is marked as retired at",
                    "UPDATE directory.source SET retired_at = clock_timestamp() WHERE id = 1"),
            of(
                    "a horizon is made up",
                    "the horizon before which rows were pruned is",
                    "UPDATE directory.source SET pruned_before = " + link(2) + " WHERE id = 1"),
            of(
                    "a user is forgotten without a link",
                    "user dora: attributes are kept as a digest",
                    "UPDATE directory.users_history h SET user_name = NULL, display_name = NULL, email = NULL, digest ="
                            + " encode(sha256(convert_to('36:' || k.salt || octet_length(user_name) || ':' || user_name ||"
                            + " octet_length(display_name) || ':' || display_name || octet_length(email) || ':' || email ||"
                            + " '1:0', 'UTF8')), 'hex') FROM directory.member_key k"
                            + " WHERE k.no = user_no AND user_no = " + acmeMember("dora")),
            of(
                    "a principal is forgotten without a link",
                    "1 names of principals are kept as digests, and its chain tells of 0",
                    "UPDATE directory.principal SET digest = encode(sha256(convert_to('36:' || salt || octet_length(name)"
                            + " || ':' || name, 'UTF8')), 'hex'), name = NULL, salt = NULL WHERE source = 1 AND name = 'arn:1'"),
            of(
                    "another identity store",
                    "identity_store_id: its facts say d-acme, and the row d-evil",
                    "UPDATE directory.source SET identity_store_id = 'd-evil' WHERE id = 1"));

    @Test
    void untouchedPastHolds() throws SQLException {
        assertThat(past.verifyAfter(List.of())).hasSize(2).allSatisfy(report -> {
            assertThat(report.disagreement()).isEmpty();
            assertThat(report.last()).isNotNull();
        });
    }

    @TestFactory
    Stream<DynamicTest> editedPastIsNamed() {
        return CASES.stream()
                .map(edit -> DynamicTest.dynamicTest(edit.name(), () -> {
                    List<ChainReport> reports = past.verifyAfter(edit.statements());

                    assertThat(reports.get(0).source()).isEqualTo("acme");
                    assertThat(reports.get(0).disagreement())
                            .hasValueSatisfying(found -> assertThat((found.place() == null
                                                    ? ""
                                                    : "link " + found.place().seq() + ": ")
                                            + found.what())
                                    .contains(edit.expected()));
                    assertThat(reports.get(1).disagreement())
                            .as("the other source")
                            .isEmpty();
                }));
    }

    /** Whatever value of whatever row of the first source is changed, but for what isn't covered, the chain shows it. */
    @Test
    void everyValueOfEveryRowIsCovered() throws SQLException {
        List<String> missed = new ArrayList<>();
        int found = 0;
        for (Column column : columns()) {
            String table = column.tableName();
            String name = column.columnName();
            if (NOT_COVERED.contains(table + "." + name)) {
                continue;
            }
            for (Object row : rows(table)) {
                String edit = "UPDATE directory." + table + " SET " + name + " = " + changed(name, column.dataType())
                        + " WHERE ctid = '" + row + "'";
                Boolean isFound = isFound(edit);
                if (isFound == null) {
                    continue;
                }
                found++;
                if (!isFound) {
                    missed.add(edit + " "
                            + past.store.rows("SELECT * FROM directory." + table + " WHERE ctid = '" + row + "'"));
                }
            }
        }
        assertThat(missed).isEmpty();
        assertThat(found).isGreaterThan(100);
    }

    /** Null where a constraint refuses the edit. */
    private @Nullable Boolean isFound(String edit) throws SQLException {
        try {
            return past.verifyAfter(List.of(edit)).stream().anyMatch(report -> !report.holds());
        } catch (DataIntegrityViolationException | UncategorizedDataAccessException e) {
            return null;
        }
    }

    private static String changed(String column, String type) {
        return switch (type) {
            case "timestamp with time zone" ->
                "coalesce(nullif(" + column + ", 'infinity'), '2026-01-01Z') + interval '1 microsecond'";
            case "boolean" -> "NOT " + column;
            case "integer", "bigint" -> "coalesce(" + column + ", 0) + 1";
            case "jsonb" -> column + " || '[{\"issuer\": null, \"id\": \"x\"}]'";
            case "uuid" -> "'00000000-0000-0000-0000-000000000000'";
            case "\"char\"" -> "CASE " + column + " WHEN 'n' THEN 'k' WHEN 'g' THEN 'r' ELSE 'n' END::\"char\"";
            default ->
                switch (column) {
                    case "link", "digest" -> "repeat('0', 64)";
                    case "status" -> "nullif('enabled', coalesce(status, ''))";
                    case "outcome" -> "'discarded'";
                    case "kind" -> "CASE kind WHEN 'renamed' THEN 'retired' ELSE 'renamed' END";
                    default -> "coalesce(" + column + ", '') || 'x'";
                };
        };
    }

    private record Column(String tableName, String columnName, String dataType) {}

    private List<Column> columns() {
        return past.store.jdbc.sql("""
                        SELECT c.table_name, c.column_name, c.data_type
                          FROM information_schema.columns c
                         WHERE c.table_schema = 'directory'
                           AND c.table_name IN ('source', 'snapshot', 'link', 'gap', 'groups_history',
                               'memberships_history', 'users_history', 'group_key', 'member_key', 'principal')
                           AND c.identity_generation IS NULL
                         ORDER BY 1, 2
                        """).query(Column.class).list();
    }

    /** Some rows of the first source, chosen by their places: first and last, and a few between. */
    private List<Object> rows(String table) {
        String ofAcme = switch (table) {
            case "source" -> "SELECT ctid, id AS place FROM directory.source WHERE id = 1";
            case "snapshot" ->
                "SELECT ctid, id AS place FROM directory.snapshot WHERE source = 1 AND outcome = 'published'";
            case "groups_history", "memberships_history" ->
                "SELECT h.ctid, row_number() OVER (ORDER BY h.ctid) AS place FROM directory." + table
                        + " h JOIN directory.group_key k ON k.no = h.group_no WHERE k.source = 1";
            case "users_history" ->
                "SELECT h.ctid, row_number() OVER (ORDER BY h.ctid) AS place FROM directory.users_history h"
                        + " JOIN directory.member_key k ON k.no = h.user_no WHERE k.source = 1";
            case "member_key" ->
                "SELECT k.ctid, k.no AS place FROM directory.member_key k WHERE k.source = 1"
                        + " AND EXISTS (SELECT FROM directory.users_history u WHERE u.user_no = k.no)";
            default ->
                "SELECT ctid, row_number() OVER (ORDER BY ctid) AS place FROM directory." + table + " WHERE source = 1";
        };
        return past.store
                .jdbc
                .sql("SELECT ctid::text FROM (" + ofAcme + ") r ORDER BY place % 3, place DESC LIMIT 3")
                .query()
                .singleColumn();
    }
}
