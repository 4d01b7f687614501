package dev.rollcall.answer.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.store.publish.Chain;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows changed as forget and prune change them: the chain holds, and later edits are found all the same. */
class ForgottenAndPrunedTest {
    private static final String FORGET_USER = """
            WITH forgotten AS (
                UPDATE directory.users_history h
                   SET user_name = NULL, display_name = NULL, email = NULL, external_ids = '[]',
                       digest = encode(sha256(convert_to('36:' || k.salt
                           || octet_length(h.user_name) || ':' || h.user_name
                           || octet_length(h.display_name) || ':' || h.display_name
                           || octet_length(h.email) || ':' || h.email || '1:0', 'UTF8')), 'hex')
                  FROM directory.member_key k
                 WHERE k.no = h.user_no AND k.source = 1 AND k.member_id = ? AND h.digest IS NULL
                RETURNING 1)
            SELECT count(*) FROM forgotten
            """;
    private static final String FORGET_PRINCIPAL = """
            UPDATE directory.principal
               SET digest = encode(sha256(convert_to('36:' || salt || octet_length(name) || ':' || name, 'UTF8')), 'hex'),
                   name = NULL, salt = NULL
             WHERE source = 1 AND name = ?
            """;

    private final ChainFixture past = new ChainFixture();
    private final StoreFixture store = past.store;

    @BeforeEach
    void publish() {
        past.publishAll();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void chainHoldsOnceAUserIsForgotten() throws Exception {
        forget("dora", 0);

        assertThat(store.rows("SELECT user_name, display_name, email, external_ids, salt IS NULL, digest IS NOT NULL"
                        + " FROM directory.user_periods WHERE user_id = 'dora'"))
                .containsOnly("-|-|-|[]|true|true");
        past.holds("acme");
        past.holds("other");
        strangerAgrees();
    }

    @Test
    void chainHoldsOnceAPrincipalIsForgotten() throws Exception {
        store.execute(FORGET_PRINCIPAL, "arn:1");
        forget("dora", 1);

        past.holds("acme");
        strangerAgrees();
    }

    @Test
    void userWhoComesBackIsCoveredAnew() throws Exception {
        forget("dora", 0);
        store.snapshot(past.acme)
                .group("g", "ann", "bob")
                .users("ann", "bob", "dora")
                .publish();

        past.holds("acme");
        strangerAgrees();
        found(
                "users that began then",
                "UPDATE directory.users_history SET email = 'x' WHERE digest IS NULL AND user_no ="
                        + " (SELECT no FROM directory.member_key WHERE source = 1 AND member_id = 'dora')");
    }

    @Test
    void editsOfWhatIsLeftOfAForgottenUserAreFound() throws SQLException {
        forget("dora", 0);
        String dora = " WHERE digest IS NOT NULL";

        found("users that began then", "UPDATE directory.users_history SET digest = repeat('0', 64)" + dora);
        found("users that began then", "UPDATE directory.users_history SET status = 'disabled'" + dora);
        found("users that began then", "UPDATE directory.users_history SET created_at = '2026-01-01Z'" + dora);
        found("user dora: attributes are kept", "UPDATE directory.users_history SET email = 'x@example.org'" + dora);
        found(
                "link 11 (forgotten): it is not the hash",
                "UPDATE directory.link SET facts = replace(facts, 'dora', 'carl')");
        found("user dora: attributes are kept", "DELETE FROM directory.link WHERE kind = 'forgotten'");
    }

    @Test
    void userIsNotForgottenByALinkOfAnother() throws SQLException {
        store.transaction.executeWithoutResult(status -> past.chain.forgotten(past.acme, "dor", "a person", 1, 0));
        store.jdbc.sql(FORGET_USER).param("dora").query(Long.class).single();

        assertThat(past.verify("acme").disagreement())
                .hasValueSatisfying(found -> assertThat(found.what()).contains("user dora: attributes are kept"));
    }

    @Test
    void chainHoldsOnceThePastIsPruned() throws SQLException {
        prune(at(7));

        assertThat(store.value(
                        "SELECT count(*) FROM directory.membership_periods WHERE valid_to < ?::timestamptz",
                        at(7).toString()))
                .isEqualTo("0");
        ChainReport report = past.verify("acme");
        assertThat(report.disagreement()).isEmpty();
        assertThat(report.horizon()).isEqualTo(at(7));
        past.holds("other");
    }

    @Test
    void chainHoldsThroughLaterPrunesPublishesAndForgetting() throws SQLException {
        prune(at(2));
        past.holds("acme");
        forget("dora", 0);
        past.holds("acme");
        store.snapshot(past.acme).group("g", "ann").users("ann").publish();
        past.holds("acme");
        prune(at(9));
        past.holds("acme");
        store.snapshot(past.acme).group("g", "ann", "new").users("ann").publish();
        past.holds("acme");
    }

    @Test
    void editsAfterAPruneAreFound() throws SQLException {
        prune(at(6));
        found(
                "memberships that ended then",
                "UPDATE directory.memberships_history SET valid_to = 'infinity', ends = '-'"
                        + " WHERE valid_to = (SELECT at FROM directory.link WHERE source = 1 AND seq = 7)");
        found(
                "memberships that began then",
                "UPDATE directory.memberships_history SET membership_id = 'x' WHERE valid_from"
                        + " = (SELECT at FROM directory.link WHERE source = 1 AND seq = 10)");
        found(
                "are there that ended before the horizon",
                "INSERT INTO directory.memberships_history (valid_from, valid_to,"
                        + " group_no, member_no, begins, ends, membership_id) SELECT k.at, l.at, 1, 3, 'n', 'g', 'x'"
                        + " FROM directory.link k, directory.link l WHERE k.source = 1 AND k.seq = 1 AND l.source = 1 AND l.seq = 3");
        found("the horizon before which rows were pruned is", "UPDATE directory.source SET pruned_before = NULL");
        found(
                "the horizon before which rows were pruned is",
                "UPDATE directory.source SET pruned_before = pruned_before"
                        + " + interval '1 microsecond' WHERE id = 1");
        found(
                "it is not the hash",
                "UPDATE directory.link SET facts = replace(facts, 'a person', 'nobody__') WHERE kind =" + " 'pruned'");
        found("the horizon before which rows were pruned is", "DELETE FROM directory.link WHERE kind = 'pruned'");
        found(
                "members_joined: the link says",
                "UPDATE directory.snapshot SET members_joined = 99 WHERE published_at = "
                        + "(SELECT at FROM directory.link WHERE source = 1 AND seq = 1)");
    }

    @Test
    void editsOfWhatBeganBeforeTheHorizonAreFound() throws SQLException {
        prune(at(10));
        String began = " WHERE valid_from = (SELECT at FROM directory.link WHERE source = 1 AND seq = 9)";

        found(
                "memberships left that began before",
                "UPDATE directory.memberships_history SET membership_id = 'x'" + began);
        found("memberships left that began before", "DELETE FROM directory.memberships_history" + began);
        found("groups left that began before", "UPDATE directory.groups_history SET display_name = 'x'" + began);
        found("users left that began before", "UPDATE directory.users_history SET email = 'x'" + began);
        found(
                "users begin at",
                "UPDATE directory.users_history SET valid_from = valid_from - interval '1 microsecond'" + began);
        found(
                "memberships that ended then",
                "UPDATE directory.memberships_history SET ends = 'g', valid_to = (SELECT at"
                        + " FROM directory.link WHERE source = 1 AND seq = 10)" + began);
    }

    private void found(String expected, String... statements) throws SQLException {
        List<ChainReport> reports = past.verifyAfter(List.of(statements));
        assertThat(reports.get(0).disagreement())
                .as("%s", List.of(statements))
                .hasValueSatisfying(found -> assertThat((found.place() == null
                                        ? ""
                                        : "link " + found.place().seq() + " ("
                                                + found.place().kind() + "): ")
                                + found.what())
                        .contains(expected));
    }

    /** What the command forget will do. */
    private void forget(String user, long principals) {
        store.transaction.executeWithoutResult(status -> {
            long rows =
                    store.jdbc.sql(FORGET_USER).param(user).query(Long.class).single();
            assertThat(rows).isPositive();
            store.execute("UPDATE directory.member_key SET salt = NULL WHERE source = 1 AND member_id = ?", user);
            String unused = past.chain.forgotten(past.acme, user, "a person", rows, principals);
        });
    }

    /** What the command prune will do. */
    private void prune(Instant horizon) {
        store.transaction.executeWithoutResult(status -> {
            OffsetDateTime before = horizon.atOffset(ZoneOffset.UTC);
            store.execute("UPDATE directory.source SET pruned_before = ? WHERE id = 1", before);
            long memberships = store.jdbc.sql("""
                            DELETE FROM directory.memberships_history h USING directory.group_key k
                             WHERE k.no = h.group_no AND k.source = 1 AND h.valid_to < ?
                            """).param(before).update();
            long groups = store.jdbc.sql("""
                            DELETE FROM directory.groups_history h USING directory.group_key k
                             WHERE k.no = h.group_no AND k.source = 1 AND h.valid_to < ?
                            """).param(before).update();
            long users = store.jdbc.sql("""
                            DELETE FROM directory.users_history h USING directory.member_key k
                             WHERE k.no = h.user_no AND k.source = 1 AND h.valid_to < ?
                            """).param(before).update();
            String unused =
                    past.chain.pruned(past.acme, horizon, "a person", new Chain.Removed(groups, memberships, users));
        });
    }

    private Instant at(int seq) {
        return store.jdbc
                .sql("SELECT at FROM directory.link WHERE source = 1 AND seq = ?")
                .param(seq)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private void strangerAgrees() throws Exception {
        try (Connection reader = store.dataSource.getConnection();
                Statement statement = reader.createStatement()) {
            statement.execute("SET ROLE rollcall_reader");
            assertThat(new StrangersChain(reader, "acme").links())
                    .isEqualTo(store.jdbc
                            .sql("SELECT link FROM directory.chain WHERE source = 'acme' ORDER BY seq")
                            .query(String.class)
                            .list());
        }
    }
}
