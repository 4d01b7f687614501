package dev.rollcall.answer.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.answer.ReadSession;
import dev.rollcall.database.Database;
import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.store.publish.Chain;
import dev.rollcall.store.publish.SourceRetirement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Two sources with a past in which everything happened that a chain tells of. */
final class ChainFixture {
    final StoreFixture store = new StoreFixture();
    final Chain chain = new Chain(store.dataSource);
    final int acme = store.source("acme");
    final int other = store.source("other");

    private static final String[] MANY =
            IntStream.range(0, 20).mapToObj(n -> "m" + n).toArray(String[]::new);

    /** First readings, changes, gaps, users not read, another scope, consent, a rename, a retirement and a new beginning. */
    ChainFixture publishAll() {
        store.snapshot(acme)
                .group("g", "ann", "bob")
                .group("big", MANY)
                .alter(
                        "g",
                        "description = 'all of Zürich', created_at = '1969-12-31T23:59:59.999999Z', created_by = 'arn:1',"
                                + " updated_at = '2026-01-01T00:00:00Z', updated_by = 'arn:2', external_ids ="
                                + " '[{\"issuer\": null, \"id\": \"x\"}, {\"issuer\": \"idp\", \"id\": \"日本\"}]'")
                .gap("h")
                .undescribed("lost", "gap")
                .users("ann", "bob")
                .publish();
        store.snapshot(other).group("g", "ann").users("ann").publish();
        store.snapshot(acme)
                .named("g", "renamed", "ann", "carl")
                .group("big", MANY)
                .group("h", "ann")
                .undescribed("lost", "gap")
                .user("ann", "ann@elsewhere.example")
                .users("carl")
                .publish();
        store.snapshot(other).group("g", "ann").group("new").users("ann", "bob").publish();
        unchanged();
        store.snapshot(acme, "all", false)
                .named("g", "renamed", "ann", "carl", "dora")
                .group("big", MANY)
                .gap("h")
                .group("lost")
                .publish();
        store.snapshot(acme, "2 group ids", true)
                .named("g", "renamed", "ann", "carl", "dora")
                .group("big", MANY)
                .user("ann", "ann@elsewhere.example")
                .users("carl", "dora")
                .publish();
        store.transaction.executeWithoutResult(status -> chain.renamed(acme));
        StoreFixture.Staged guarded = store.snapshot(acme)
                .named("g", "renamed", "ann", "carl", "dora")
                .group("big", "m1")
                .user("ann", "ann@elsewhere.example")
                .users("carl", "dora");
        guarded.trip();
        guarded.consent(guarded.id);
        store.transaction.executeWithoutResult(
                status -> new SourceRetirement(store.dataSource).retire(acme, StoreFixture.EPOCH, kind -> {}));
        store.snapshot(acme).group("g", "ann").users("ann", "bob").publish();
        store.snapshot(acme).group("g", "ann", "bob").users("ann", "bob").publish();
        return this;
    }

    /** Publishes what the second snapshot did. */
    private void unchanged() {
        store.snapshot(acme)
                .named("g", "renamed", "ann", "carl")
                .group("big", MANY)
                .group("h", "ann")
                .undescribed("lost", "gap")
                .user("ann", "ann@elsewhere.example")
                .users("carl")
                .publish();
    }

    ChainReport verify(String source) {
        return verify(source, null);
    }

    ChainReport verify(String source, @Nullable String head) {
        try (Database database = store.open();
                ReadSession session = ReadSession.open(database)) {
            return new ChainVerification(session, what -> {})
                    .verify(List.of(source), head)
                    .get(0);
        }
    }

    void holds(String source) {
        ChainReport report = verify(source);
        assertThat(report.disagreement()).as(source).isEmpty();
        assertThat(report.links()).isPositive();
    }

    /** Changes the past in a transaction, verifies in it, and rolls back. */
    List<ChainReport> verifyAfter(List<String> statements) throws SQLException {
        try (Connection connection = store.dataSource.getConnection()) {
            connection.setAutoCommit(false);
            SingleConnectionDataSource same = new SingleConnectionDataSource(connection, true);
            JdbcTemplate template = new JdbcTemplate(same);
            statements.forEach(template::execute);
            template.setFetchSize(2);
            List<ChainReport> reports = new ChainVerification(
                            JdbcClient.create(new NamedParameterJdbcTemplate(template)), same, what -> {})
                    .verify(List.of(), null);
            connection.rollback();
            return reports;
        }
    }
}
