package dev.rollcall.store.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.store.publish.Chain;
import dev.rollcall.store.source.FencedException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What pruning takes away, what of later times is asked before and after it, and its transactions. */
class HistoryPruningTest {
    private final StoreFixture store = new StoreFixture();
    private final int acme = store.source("acme");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatIsAskedAsOfALaterTimeDoesNotChange() {
        List<Instant> published = publishSix();
        Instant horizon = published.get(3);
        List<Instant> later = published.subList(3, 6);
        Map<Instant, List<String>> asOf = later.stream().collect(Collectors.toMap(Function.identity(), this::asOf));
        String events = "SELECT to_jsonb(c)::text AS row FROM directory.changes c WHERE changed_at >= ? ORDER BY 1";
        List<String> changes = store.rows(events, at(horizon));
        assertThat(changes).isNotEmpty();

        prune(horizon);

        assertThat(later).allSatisfy(time -> assertThat(asOf(time)).isEqualTo(asOf.get(time)));
        assertThat(asOf(horizon.plusNanos(1_000))).isEqualTo(asOf.get(horizon));
        assertThat(store.rows(events, at(horizon))).isEqualTo(changes);
        assertThat(store.value("SELECT count(*) FROM directory.membership_periods WHERE valid_to < ?", at(horizon)))
                .isEqualTo("0");
        // What ended at the horizon itself is needed for the change then.
        assertThat(store.value("SELECT count(*) FROM directory.membership_periods WHERE valid_to = ?", at(horizon)))
                .isNotEqualTo("0");
    }

    @Test
    void memberOfAPrunedTimeIsNotObserved() {
        List<Instant> published = publishSix();
        String question = "SELECT answer, basis FROM directory.was_member('acme', 'g', 'ann', ?)";
        // Between two readings that lacked her.
        assertThat(store.rows(question, at(published.get(1)))).containsExactly("yes|same membership");

        prune(published.get(4));

        assertThat(store.rows(question, at(published.get(1)))).containsExactly("not observed|pruned");
        assertThat(store.rows(
                        "SELECT answer FROM directory.was_member('acme', 'g', 'always', ?)", at(published.get(1))))
                .containsExactly("yes");
    }

    @Test
    void rowsGoInBoundedTransactions() {
        publishSix();
        store.execute("""
                INSERT INTO directory.memberships_history (valid_from, valid_to, group_no, member_no, begins, ends,
                    membership_id)
                SELECT '2020-01-01Z'::timestamptz + n * interval '1 s', '2020-01-01Z'::timestamptz + (n + 1) * interval '1 s',
                       (SELECT min(no) FROM directory.group_key), (SELECT min(no) FROM directory.member_key), 'n', 'g', 'x'
                  FROM generate_series(1, 60000) n
                """);
        store.execute("CREATE TABLE public.deletes (transaction xid8)");
        store.execute("""
                CREATE FUNCTION public.count_delete() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO public.deletes VALUES (pg_current_xact_id()); RETURN NULL; END $$
                """);
        store.execute("CREATE TRIGGER count_delete AFTER DELETE ON directory.memberships_history"
                + " FOR EACH STATEMENT EXECUTE FUNCTION public.count_delete()");
        List<Long> told = new ArrayList<>();
        HistoryPruning pruning = pruning(StoreFixture.EPOCH);
        Instant horizon = Instant.parse("2021-01-01T00:00:00Z");
        assertThat(pruning.ended(horizon)).isEqualTo(new Chain.Removed(0, 60_000, 0));

        assertThat(pruning.remove(HistoryPruning.Rows.MEMBERSHIPS, horizon, () -> false, told::add))
                .isEqualTo(60_000);

        assertThat(told).hasSizeGreaterThan(3).isSorted().last().isEqualTo(60_000L);
        assertThat(store.value("SELECT count(DISTINCT transaction) FROM public.deletes"))
                .isEqualTo(String.valueOf(told.size()));
        assertThat(pruning.ended(horizon)).isEqualTo(new Chain.Removed(0, 0, 0));
    }

    @Test
    void outdatedRunRemovesNothing() {
        List<Instant> published = publishSix();
        HistoryPruning outdated = pruning(StoreFixture.EPOCH - 1);

        assertThatThrownBy(() -> outdated.begin(published.get(3), "a person")).isInstanceOf(FencedException.class);
        assertThatThrownBy(() ->
                        outdated.remove(HistoryPruning.Rows.MEMBERSHIPS, published.get(3), () -> false, gone -> {}))
                .isInstanceOf(FencedException.class);
        assertThat(outdated.horizon()).isEmpty();
    }

    private List<Instant> publishSix() {
        for (int n = 0; n < 6; n++) {
            StoreFixture.Staged staged = store.snapshot(acme);
            staged.named("g", "name " + n, n % 3 == 1 ? "ann" : "bob", "always", "m" + n)
                    .group("h" + n, "bob")
                    .user("always", "always" + n + "@example.org")
                    .users("ann", "bob", "m" + n)
                    .publish();
            // Readings, and times between them, that can be told apart.
            store.execute(
                    "UPDATE directory.snapshot SET read_from = published_at, read_to = published_at WHERE id = ?",
                    staged.id);
        }
        return store
                .jdbc
                .sql("SELECT published_at FROM directory.snapshot ORDER BY 1")
                .query(OffsetDateTime.class)
                .list()
                .stream()
                .map(OffsetDateTime::toInstant)
                .toList();
    }

    private List<String> asOf(Instant time) {
        return store.rows("""
                SELECT to_jsonb(g)::text AS row FROM directory.groups_as_of(?) g
                UNION ALL SELECT to_jsonb(m)::text FROM directory.memberships_as_of(?) m
                UNION ALL SELECT to_jsonb(u)::text FROM directory.users_as_of(?) u
                UNION ALL SELECT to_jsonb(c)::text FROM directory.coverage(?) c
                ORDER BY 1
                """, at(time), at(time), at(time), at(time));
    }

    private void prune(Instant horizon) {
        HistoryPruning pruning = pruning(StoreFixture.EPOCH);
        HistoryPruning.Begun begun = pruning.begin(horizon, "a person");
        assertThat(pruning.horizon()).contains(horizon);
        long removed = 0;
        for (HistoryPruning.Rows rows : HistoryPruning.Rows.values()) {
            removed += pruning.remove(rows, horizon, () -> false, gone -> {});
        }
        assertThat(removed)
                .isPositive()
                .isEqualTo(begun.removed().groups()
                        + begun.removed().memberships()
                        + begun.removed().users());
    }

    private HistoryPruning pruning(long epoch) {
        return new HistoryPruning(store.dataSource, new JdbcTransactionManager(store.dataSource), acme, epoch);
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
