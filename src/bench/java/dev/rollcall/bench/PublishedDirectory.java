package dev.rollcall.bench;

import dev.rollcall.database.Database;
import dev.rollcall.database.LongTransaction;
import dev.rollcall.database.Migrations;
import dev.rollcall.store.publish.GapLimit;
import dev.rollcall.store.publish.PublishOutcome;
import dev.rollcall.store.publish.PublishRequest;
import dev.rollcall.store.publish.PublishRequest.GuardLimits;
import dev.rollcall.store.publish.Publisher;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencedTransaction;
import dev.rollcall.store.source.FencingToken;
import dev.rollcall.store.staging.SnapshotStaging;
import dev.rollcall.store.staging.StagingCleanup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * A database of some million current memberships, on a server with PostgreSQL's own defaults: a large store, and a store of
 * some 100,000 memberships beside it. What a run would read is staged by SQL, and published as by a run.
 */
final class PublishedDirectory implements AutoCloseable {
    static final int LARGE = 1;
    static final int SMALL = 2;

    /** Of so many groups and users of a million memberships one belongs to the small store. */
    private static final double MEMBERSHIPS_OF_SMALL = 0.1;

    private static final List<String> HISTORY =
            List.of("directory.groups_history", "directory.users_history", "directory.memberships_history");
    private static final List<String> STAGED =
            List.of("staging.groups", "staging.group_checkpoint", "staging.users", "staging.memberships");
    private static final GuardLimits LIMITS = new GuardLimits(10, 50, 5);
    private static final long EPOCH = 1;

    /** Sessions that stage, and the parts that they stage memberships in. */
    private static final int SESSIONS = 2;

    private static final int PARTS = 3;

    /** Not the part that publishes the first snapshot, and not the one that publishes the second when it has done so. */
    private static final String UNFINISHED = """
            SELECT m.millions = ? AND m.parts > 0 AND m.parts < ?
                   AND (m.parts > 1 OR 1 = (SELECT count(*) FROM directory.snapshot n
                                             WHERE n.source = ? AND n.outcome = 'published'))
              FROM bench.measurement m
            """;

    private final DefaultServer server;
    private final Database database;
    private final SnapshotStaging staging;
    private final StagingCleanup cleanup;
    private final LongTransaction transaction;
    private final Publisher publisher;

    private PublishedDirectory(DefaultServer server) {
        this.server = server;
        this.database = new Database(server.settings(), 2);
        DataSource pool = database.pool();
        JdbcClient jdbc = JdbcClient.create(pool);
        JdbcTransactionManager transactions = new JdbcTransactionManager(pool);
        FencedTransaction fenced = new FencedTransaction(new Fence(jdbc), transactions);
        this.cleanup = new StagingCleanup(jdbc, fenced);
        this.transaction = new LongTransaction(pool, transactions);
        this.staging = new SnapshotStaging(jdbc, fenced, transaction);
        this.publisher = new Publisher(pool);
    }

    /**
     * Goes on with the one that an interrupted measurement of this size left, without what that had staged, or plans it:
     * nothing is published yet.
     *
     * @param parts of the whole measurement
     */
    static PublishedDirectory of(Workbench bench, double millions, int parts) {
        List<String> tables = Stream.of(HISTORY, STAGED).flatMap(List::stream).toList();
        DefaultServer server = DefaultServer.left(bench.settings().folder().resolve("scale"), tables);
        PublishedDirectory directory = new PublishedDirectory(server);
        if (isUnfinished(server, millions, parts)) {
            directory.discardStaged();
        } else {
            server.begin();
            plan(server, millions);
        }
        return directory;
    }

    private static boolean isUnfinished(DefaultServer server, double millions, int parts) {
        JdbcClient jdbc = server.jdbc();
        return jdbc.sql("SELECT to_regclass('bench.measurement') IS NOT NULL")
                        .query(Boolean.class)
                        .single()
                && new Migrations(server.dataSource()).state().isCurrent()
                && jdbc.sql(UNFINISHED)
                        .params(millions, parts, LARGE)
                        .query(Boolean.class)
                        .single();
    }

    private static void plan(DefaultServer server, double millions) {
        server.work(statement -> {
            int second = Math.max(2, (int) Math.round(millions / MEMBERSHIPS_OF_SMALL));
            DefaultServer.run(
                    statement, "answers/directory.sql", Map.of("scale", millions, "second", second, "nights", 3));
            DefaultServer.run(statement, "scale/stage.sql", Map.of());
            statement.execute("ANALYZE bench.group_plan, bench.user_plan");
            statement.execute("""
                    INSERT INTO directory.source (id, name, provider, identity_store_id) OVERRIDING SYSTEM VALUE
                    VALUES (1, 'large', 'aws', 'd-1111111111'), (2, 'small', 'huawei', 'd-2222222222')
                    """);
            statement.execute(
                    "INSERT INTO staging.fence (source, epoch, holder) SELECT id, 1, 'bench' FROM directory.source");
            statement.execute(
                    "CREATE TABLE bench.measurement AS SELECT " + millions + "::float8 AS millions, 0 AS parts");
        });
    }

    /** How many parts of the measurement are done. */
    int partsDone() {
        return server.jdbc()
                .sql("SELECT parts FROM bench.measurement")
                .query(Integer.class)
                .single();
    }

    /** Keeps that one more is done: an interrupted measurement goes on after it. */
    void partDone() {
        server.work(statement -> statement.execute("UPDATE bench.measurement SET parts = parts + 1"));
    }

    private void discardStaged() {
        truncateStaged();
        server.work(statement ->
                statement.execute("UPDATE directory.snapshot SET outcome = 'discarded' WHERE outcome = 'open'"));
    }

    DefaultServer server() {
        return server;
    }

    /** Stages a snapshot of a store, which is the same each time. */
    FencingToken stage(int source) {
        long snapshot = server.jdbc().sql("""
                        INSERT INTO directory.snapshot (source, scope, with_users, rollcall_version)
                        VALUES (?, 'all', true, 'bench')
                        RETURNING id
                        """).param(source).query(Long.class).single();
        List<String> parts = new ArrayList<>();
        parts.add("SELECT bench.stage_listings(%d, %d)".formatted(snapshot, source));
        for (int part = 0; part < PARTS; part++) {
            parts.add("SELECT bench.stage_memberships(%d, %d, %d, %d)".formatted(snapshot, source, part, PARTS));
        }
        ExecutorService sessions = Executors.newFixedThreadPool(SESSIONS);
        try {
            for (Future<?> part : parts.stream()
                    .map(sql -> sessions.submit(() -> server.work(statement -> statement.execute(sql))))
                    .toList()) {
                part.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("can't stage", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            sessions.shutdown();
        }
        return new FencingToken(source, snapshot, EPOCH);
    }

    /** Has another member in one membership of so many that are staged. */
    void changeStaged(FencingToken token, int oneIn) {
        server.work(statement -> statement.execute(
                "SELECT bench.change_staged(%d, %d, %d)".formatted(token.snapshot(), token.source(), oneIn)));
    }

    /** The job's last step. */
    void publish(FencingToken token) {
        staging.analyze(canceller -> {});
        PublishOutcome.Published published = transaction.execute(canceller -> {}, () -> published(token));
        staging.analyzeHistory(published.snapshot().baseline());
    }

    /** The same, but rolled back, so that what is staged can be published yet. */
    void rehearse(FencingToken token) {
        staging.analyze(canceller -> {});
        try {
            transaction.execute(canceller -> {}, () -> {
                PublishOutcome.Published unused = published(token);
                throw new RolledBack();
            });
        } catch (RolledBack expected) {
            // Nothing happened.
        }
    }

    private PublishOutcome.Published published(FencingToken token) {
        PublishOutcome outcome = publisher.publish(new PublishRequest(token, LIMITS, new GapLimit(5), null));
        if (!(outcome instanceof PublishOutcome.Published published)) {
            throw new IllegalStateException("the guard held back what was to be measured: " + outcome);
        }
        return published;
    }

    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * What a run drops after its publish.
     *
     * @return false when it left some to the next run, as where a statement takes longer than a run permits; they are gone
     *     all the same
     */
    boolean dropStaged(int source) {
        cleanup.drop(source, EPOCH, () -> false);
        long left = server.jdbc()
                .sql("SELECT count(*) FROM staging.listing_checkpoint")
                .query(Long.class)
                .single();
        if (left > 0) {
            truncateStaged();
        }
        return left == 0;
    }

    /** The same without measuring it: what is staged of all sources is gone. */
    void truncateStaged() {
        server.work(statement ->
                statement.execute("TRUNCATE " + String.join(", ", STAGED) + ", staging.listing_checkpoint"));
    }

    /** What autovacuum does after a while. */
    void vacuum() {
        server.work(server::vacuum);
    }

    @Override
    public void close() {
        database.close();
        server.close();
    }
}
