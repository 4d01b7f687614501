package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CommandCall;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.HistoryWrites;
import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.store.publish.SourceRetirement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command prune: what goes, what stays, what it says, and its exit codes. */
class PruneCommandTest {
    private static final String ENDED = """
            SELECT (SELECT count(*) FROM directory.group_periods WHERE valid_to IS NOT NULL AND source = ?)
                 + (SELECT count(*) FROM directory.membership_periods WHERE valid_to IS NOT NULL AND source = ?)
                 + (SELECT count(*) FROM directory.user_periods WHERE valid_to IS NOT NULL AND source = ?)
            """;

    private final StoreFixture store = new StoreFixture();
    private final int acme = store.source("acme");
    private final int other = store.source("other");

    @BeforeEach
    void publish() {
        for (int source : List.of(acme, other)) {
            store.snapshot(source)
                    .group("g", "ann", "bob")
                    .group("gone", "ann")
                    .gap("never")
                    .users("ann", "bob")
                    .publish();
            store.snapshot(source)
                    .named("g", "renamed", "ann", "carl")
                    .gap("never")
                    .user("ann", "ann@elsewhere.example")
                    .users("carl")
                    .publish();
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatEndedGoesAndNothingElse() {
        List<String> now = now();
        List<String> keys = keys();
        List<String> snapshots = store.rows("SELECT * FROM directory.snapshots ORDER BY snapshot_id");

        CommandResult pruned = run("prune", "--older-than", "0d", "acme").isDone();

        assertThat(pruned.out())
                .startsWith("acme: removed periods that ended before 2")
                .contains("Z: groups 2, memberships 2, users 2\n")
                .endsWith(
                        "chain: " + store.value("SELECT max(link) FROM directory.chain WHERE kind = 'pruned'") + "\n");
        assertThat(ended("acme")).isZero();
        assertThat(ended("other")).isEqualTo(6);
        assertThat(now()).isEqualTo(now);
        assertThat(keys()).isEqualTo(keys);
        assertThat(store.rows("SELECT * FROM directory.snapshots ORDER BY snapshot_id"))
                .isEqualTo(snapshots);
        assertThat(store.rows("SELECT source, count(*) FROM directory.gap_periods GROUP BY 1 ORDER BY 1"))
                .containsExactly("acme|1", "other|1");
        assertThat(store.value("SELECT facts FROM directory.chain WHERE kind = 'pruned'"))
                .contains(System.getProperty("user.name"), "1:21:21:2");
        assertThat(run("verify").isDone().out())
                .contains("acme: 3 links hold", "; what ended before 2", "was pruned", "other: 2 links hold");
    }

    @Test
    void nothingIsKnownBeforeTheHorizon() {
        run("prune", "--older-than=0d", "acme").isDone();

        String first = "(SELECT min(published_at) FROM directory.snapshots WHERE source = 'acme')";
        assertThat(store.rows("SELECT source, covered FROM directory.coverage(" + first + ") ORDER BY 1"))
                .containsExactly("acme|false", "other|false");
        assertThat(store.rows("SELECT source, covered FROM directory.coverage(now()) ORDER BY 1"))
                .containsExactly("acme|true", "other|true");
        assertThat(store.rows("SELECT f.source, f.history_from = s.pruned_before FROM directory.freshness f"
                        + " JOIN directory.source s ON s.name = f.source ORDER BY 1"))
                .containsExactly("acme|true", "other|-");
        String then = String.valueOf(store.value("SELECT (" + first + " AT TIME ZONE 'UTC')"));
        assertThat(run("export", "acme", "--as-of", then, "--to", "nowhere")
                        .endsWith(6)
                        .err())
                .contains("nothing is known of source acme as of");
    }

    @Test
    void allSourcesArePrunedRetiredOnesToo() {
        store.transaction.executeWithoutResult(
                status -> new SourceRetirement(store.dataSource).retire(other, StoreFixture.EPOCH, kind -> {}));

        CommandResult pruned = run("prune", "--older-than=0d").isDone();

        assertThat(pruned.out()).contains("Z: groups 2, memberships 2, users 2", "Z: groups 4, memberships 4, users 4");
        assertThat(ended("acme") + ended("other")).isZero();
        run("verify").isDone();
        assertThat(store.value("SELECT count(*) FROM directory.groups WHERE source = 'acme'"))
                .isEqualTo("2");
    }

    @Test
    void whatIsNotOldEnoughStays() {
        HistoryWrites before = HistoryWrites.of(store.dataSource);

        CommandResult pruned = run("prune", "--older-than=7y").isDone();

        assertThat(pruned.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains(": nothing ended before 20"));
        assertThat(HistoryWrites.of(store.dataSource)).isEqualTo(before);
        assertThat(store.value("SELECT count(*) FROM directory.chain WHERE kind = 'pruned'"))
                .isEqualTo("0");
        assertThat(store.value("SELECT count(*) FROM directory.source WHERE pruned_before IS NOT NULL"))
                .isEqualTo("0");
    }

    @Test
    void againThereIsNothingToDo() {
        run("prune", "--older-than=0d", "acme").isDone();
        List<String> chain = store.rows("SELECT * FROM directory.chain");

        assertThat(run("prune", "--older-than=0d", "acme").isDone().out()).startsWith("acme: nothing ended before ");

        assertThat(store.rows("SELECT * FROM directory.chain")).isEqualTo(chain);
    }

    @Test
    void laterPublishesAndPrunesGoOn() {
        run("prune", "--older-than=0d", "acme").isDone();
        asTheFixture();
        store.snapshot(acme).group("g", "carl").users("carl").publish();
        run("verify").isDone();

        assertThat(run("prune", "--older-than=0d", "acme").isDone().out())
                .contains("Z: groups 2, memberships 1, users 1");
        run("verify").isDone();
    }

    @Test
    void dryRunCountsAndChangesNothing() {
        List<String> everything = everything();

        CommandResult counted = run("prune", "--older-than=0d", "--dry-run").isDone();

        assertThat(counted.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains(": periods that ended before 2")
                        .endsWith("Z: groups 2, memberships 2, users 2; dry run, nothing is removed"));
        assertThat(everything()).isEqualTo(everything);
    }

    @Test
    void editedPastIsNotPruned() {
        store.execute(
                "UPDATE directory.users_history SET email = 'x' WHERE user_no ="
                        + " (SELECT no FROM directory.member_key WHERE source = ? AND member_id = 'ann')",
                acme);
        HistoryWrites before = HistoryWrites.of(store.dataSource);

        run("prune", "--older-than=0d", "acme")
                .isRefused(1, "history is not what was published, and nothing is removed", "'rollcall verify acme'");

        assertThat(HistoryWrites.of(store.dataSource)).isEqualTo(before);
        CommandResult all = run("prune", "--older-than=0d").endsWith(1);
        assertThat(all.err()).contains("rollcall: history is not what was published", "source acme");
        assertThat(all.out()).contains("other: removed periods");
        assertThat(ended("other")).isZero();
    }

    @Test
    void horizonThatTheChainDoesNotTellTakesNothingAway() {
        store.execute("UPDATE directory.source SET pruned_before = clock_timestamp() WHERE id = ?", acme);

        run("prune", "--older-than=0d", "acme").isRefused(1, "the horizon before which rows were pruned is");

        assertThat(ended("acme")).isEqualTo(6);
    }

    @Test
    void heldSourceIsLeftAndTheOthersArePruned() throws SQLException {
        try (Connection holder = store.dataSource.getConnection();
                Statement statement = holder.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(x'524F4C4C'::int, " + acme + ")");

            run("prune", "--older-than=0d", "acme").isRefused(5, "source acme: another run holds it");
            CommandResult all = run("prune", "--older-than=0d").endsWith(5);

            assertThat(all.err()).startsWith("rollcall: source acme: another run holds it");
            assertThat(all.out()).contains("other: removed periods");
            assertThat(ended("acme")).isEqualTo(6);
            assertThat(ended("other")).isZero();
            // Looking needs no lock.
            run("prune", "--older-than=0d", "acme", "--dry-run").isDone();
        }
    }

    @Test
    void unknownSourceIsRefused() {
        run("prune", "--older-than=0d", "acmee").isRefused(2, "no source 'acmee'");
        run("prune", "--older-than=0d", "No Name").isRefused(2, "'No Name' is no source's name");
    }

    @Test
    void signalStopsBetweenTwoTransactionsAndTheNextCallGoesOn() {
        // Told to stop once the horizon is set.
        BooleanSupplier stopping =
                () -> !"0".equals(store.value("SELECT count(*) FROM directory.chain WHERE kind = 'pruned'"));
        CommandResult stopped = new CommandCall(store.environment())
                .stopping(stopping)
                .run("prune", "--older-than=0d", "acme")
                .endsWith(143);

        assertThat(stopped.err()).contains("stopped by a signal; run again to resume");
        assertThat(ended("acme")).isEqualTo(6);
        assertThat(run("verify", "acme").endsWith(1).out())
                .contains("prune was interrupted, and goes on when it is run");
        assertThat(run("prune", "--older-than=7y", "acme").isDone().out())
                .contains(
                        "acme: removed what an interrupted prune had left: periods that ended before 2",
                        "Z: groups 2, memberships 2, users 2",
                        "acme: nothing ended before");
        assertThat(ended("acme")).isZero();
        run("verify").isDone();
    }

    @Test
    void statisticsQuoteNothingThatIsGone() {
        // Enough for statistics to quote them; then all that the table ever had ends.
        assertThat(store.value("SELECT count(*) FROM staging.analyze_history(true)"))
                .isEqualTo("0");
        assertThat(quoted()).isNotEqualTo("0");
        for (int source : List.of(acme, other)) {
            store.transaction.executeWithoutResult(
                    status -> new SourceRetirement(store.dataSource).retire(source, StoreFixture.EPOCH, kind -> {}));
        }

        run("prune", "--older-than=0d").isDone();

        assertThat(store.value("SELECT count(*) FROM directory.users_history")).isEqualTo("0");
        assertThat(quoted()).isEqualTo("0");
        run("verify").isDone();
    }

    private String quoted() {
        return String.valueOf(store.value("SELECT count(*) FROM pg_stats WHERE tablename = 'users_history'"
                + " AND concat(most_common_vals::text, histogram_bounds::text) LIKE '%example%'"));
    }

    private long ended(String source) {
        return Long.parseLong(String.valueOf(store.value(ENDED, source, source, source)));
    }

    private List<String> now() {
        return store.rows("""
                SELECT to_jsonb(g)::text AS row FROM directory.groups g
                UNION ALL SELECT to_jsonb(m)::text FROM directory.memberships m
                UNION ALL SELECT to_jsonb(u)::text FROM directory.users u
                ORDER BY 1
                """);
    }

    private List<String> keys() {
        return store.rows("""
                SELECT to_jsonb(k)::text AS row FROM directory.group_key k
                UNION ALL SELECT to_jsonb(k)::text FROM directory.member_key k
                UNION ALL SELECT to_jsonb(k)::text FROM directory.principal k
                ORDER BY 1
                """);
    }

    private List<String> everything() {
        return store.rows("""
                SELECT to_jsonb(s)::text AS row FROM directory.source s
                UNION ALL SELECT to_jsonb(l)::text FROM directory.link l
                UNION ALL SELECT to_jsonb(f)::text FROM staging.fence f
                UNION ALL SELECT concat(h.ctid, h.xmin, h.xmax, h) FROM directory.groups_history h
                UNION ALL SELECT concat(h.ctid, h.xmin, h.xmax, h) FROM directory.memberships_history h
                UNION ALL SELECT concat(h.ctid, h.xmin, h.xmax, h) FROM directory.users_history h
                ORDER BY 1
                """);
    }

    /** The command was a later run: the fixture's is made the current one again. */
    private void asTheFixture() {
        store.execute("UPDATE staging.fence SET epoch = ?", StoreFixture.EPOCH);
    }

    private CommandResult run(String... args) {
        return CommandCall.run(store.environment(), args);
    }
}
