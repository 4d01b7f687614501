package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.database.TestDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A migrated database, and short words for staging and publishing a snapshot of a source in it. */
final class StoreFixture implements AutoCloseable {
    static final GuardLimits LIMITS = new GuardLimits(10, 50, 5);

    private static final long EPOCH = 7;

    private final TestDatabase database = MigratedDatabase.create();
    final DataSource dataSource = database.dataSource();
    final JdbcClient jdbc = JdbcClient.create(dataSource);
    final TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    final Publisher publisher = new Publisher(dataSource);

    int source(String name) {
        int source = jdbc.sql("""
                        INSERT INTO directory.source (name, provider, identity_store_id) VALUES (?, 'aws', 'd-' || ?)
                        RETURNING id
                        """).params(name, name).query(Integer.class).single();
        jdbc.sql("INSERT INTO staging.fence (source, epoch, holder) VALUES (?, ?, 'a test')")
                .params(source, EPOCH)
                .update();
        return source;
    }

    /** Opens a snapshot that reads all groups, and users too. */
    Staged snapshot(int source) {
        return snapshot(source, "all", true);
    }

    Staged snapshot(int source, String scope, boolean withUsers) {
        long id =
                jdbc.sql("""
                        INSERT INTO directory.snapshot (source, scope, with_users, rollcall_version)
                        VALUES (?, ?, ?, 'test') RETURNING id
                        """).params(source, scope, withUsers).query(Long.class).single();
        Staged staged = new Staged(source, id);
        staged.listing("groups", 0, true);
        if (withUsers) {
            staged.listing("users", 0, true);
        }
        return staged;
    }

    /** The rows of a query, each as its columns' text joined by a bar. */
    List<String> rows(String sql, Object... parameters) {
        return jdbc.sql("SELECT concat_ws('|', VARIADIC ARRAY(SELECT coalesce(value, '-') FROM json_each_text("
                        + "to_json(q)))) FROM (" + sql + ") q")
                .params(parameters)
                .query(String.class)
                .list();
    }

    /** One value, as text. */
    @Nullable
    String value(String sql, Object... parameters) {
        return jdbc.sql("SELECT (" + sql + ")::text")
                .params(parameters)
                .query((row, n) -> Optional.ofNullable(row.getString(1)))
                .single()
                .orElse(null);
    }

    void execute(String sql, @Nullable Object... parameters) {
        jdbc.sql(sql).params(Arrays.asList(parameters)).update();
    }

    /** Everything in the history tables, system columns included: equal only when no row was written. */
    String history() {
        return String.join(
                "\n",
                Map.of("g", "groups_history", "m", "memberships_history", "u", "users_history").values().stream()
                        .sorted()
                        .map(table -> value("SELECT coalesce(string_agg(concat(h.ctid, h.xmin, h.xmax, h), ';'"
                                + " ORDER BY h.ctid), '') FROM directory." + table + " h"))
                        .toList());
    }

    <T> T inTransaction(Supplier<T> work) {
        T result = transaction.execute(status -> work.get());
        assertThat(result).isNotNull();
        return Objects.requireNonNull(result);
    }

    @Override
    public void close() {
        assertThat(new Integrity(dataSource).problems()).isEmpty();
        database.close();
    }

    /** A snapshot that a test stages by hand. */
    final class Staged {
        final int source;
        final long id;
        private int groups;
        private int seq = 1_000;
        private double maxGapsPercent = 50;

        private Staged(int source, long id) {
            this.source = source;
            this.id = id;
        }

        Hold hold() {
            return new Hold(source, id, EPOCH);
        }

        Staged listing(String listing, int reading, boolean complete) {
            execute("""
                    INSERT INTO staging.listing_checkpoint (snapshot, listing, reading, complete, requests)
                    VALUES (?, ?, ?, ?, 1)
                    ON CONFLICT (snapshot, listing) DO UPDATE SET reading = excluded.reading,
                        complete = excluded.complete
                    """, id, listing, reading, complete);
            return this;
        }

        /** A group read to its end, named like its id, with these users as members. */
        Staged group(String group, String... members) {
            return named(group, group, members);
        }

        Staged named(String group, String name, String... members) {
            stage(group, name, true, "complete", null);
            execute("""
                    INSERT INTO staging.memberships (snapshot, group_no, reading, seq, member_type, member_id,
                        membership_id, created_at, created_by)
                    SELECT ?, ?, 0, seq, 'user', member, ? || '/' || member, '2026-01-02T03:04:05.678Z',
                           'arn:aws:iam::1:user/maker'
                      FROM unnest(string_to_array(?, ',')) WITH ORDINALITY m (member, seq)
                    """, id, groups, group, String.join(",", members));
            return this;
        }

        Staged gap(String group) {
            return stage(group, group, true, "gap", "denied");
        }

        Staged undescribed(String group, String state) {
            return stage(group, null, false, state, "unavailable");
        }

        Staged stage(String group, @Nullable String name, boolean described, String state, @Nullable String reason) {
            groups++;
            execute("""
                    INSERT INTO staging.groups (snapshot, group_id, group_no, reading, described, display_name,
                        external_ids)
                    VALUES (?, ?, ?, 0, ?, ?, '[]')
                    """, id, group, groups, described, name);
            execute("""
                    INSERT INTO staging.group_checkpoint (snapshot, group_no, state, reason, requests)
                    VALUES (?, ?, ?, ?, 2)
                    """, id, groups, state, reason);
            return this;
        }

        /** Changes columns of a group as staged. */
        Staged alter(String group, String assignments) {
            execute("UPDATE staging.groups SET " + assignments + " WHERE snapshot = ? AND group_id = ?", id, group);
            return this;
        }

        Staged member(String group, String type, String member, String membershipId) {
            return member(group, type, member, membershipId, 0);
        }

        Staged member(String group, String type, String member, String membershipId, int reading) {
            seq++;
            execute("""
                    INSERT INTO staging.memberships (snapshot, group_no, reading, seq, member_type, member_id,
                        membership_id, created_at, created_by)
                    SELECT ?, group_no, ?, ?, ?, ?, ?, '2026-01-02T03:04:05.678Z', 'arn:aws:iam::1:user/maker'
                      FROM staging.groups WHERE snapshot = ? AND group_id = ?
                    """, id, reading, seq, type, member, membershipId, id, group);
            return this;
        }

        Staged users(String... users) {
            execute("""
                    INSERT INTO staging.users (snapshot, user_id, reading, user_name, display_name, email, status,
                        external_ids)
                    SELECT ?, u, 0, 'name of ' || u, upper(u), u || '@example.org', 'enabled', '[]'
                      FROM unnest(string_to_array(?, ',')) u
                    """, id, String.join(",", users));
            return this;
        }

        Staged user(String user, String email) {
            execute("""
                    INSERT INTO staging.users (snapshot, user_id, reading, user_name, display_name, email, status,
                        external_ids)
                    VALUES (?, ?, 0, 'name of ' || ?, upper(?), ?, 'enabled', '[]')
                    """, id, user, user, user, email);
            return this;
        }

        Staged tolerateAllGaps() {
            maxGapsPercent = 100;
            return this;
        }

        PublishRequest request(@Nullable Consent consent) {
            return new PublishRequest(hold(), LIMITS, maxGapsPercent, consent);
        }

        PublishOutcome offer() {
            return inTransaction(() -> publisher.publish(request(null)));
        }

        PublishOutcome.Published publish() {
            PublishOutcome outcome = offer();
            assertThat(outcome).isInstanceOf(PublishOutcome.Published.class);
            return (PublishOutcome.Published) outcome;
        }

        GuardReport trip() {
            PublishOutcome outcome = offer();
            assertThat(outcome).isInstanceOf(PublishOutcome.Guarded.class);
            return ((PublishOutcome.Guarded) outcome).report();
        }

        PublishOutcome consent(long named) {
            return inTransaction(() -> publisher.publish(request(new Consent(named, "a person"))));
        }

        @Nullable
        String outcome() {
            return value("SELECT outcome FROM directory.snapshot WHERE id = ?", id);
        }
    }
}
