package dev.rollcall.store.publish;

import dev.rollcall.database.RowCount;
import dev.rollcall.database.SqlFile;
import dev.rollcall.store.snapshot.SnapshotRow;
import dev.rollcall.store.source.FencedException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns what is staged into history. Safe for use by several threads, each with a transaction of its own.
 *
 * <p>The planner knows nothing of fresh rows: call {@code staging.analyze()} in an earlier transaction, and {@code
 * staging.analyze_history} in a later one when much was published.
 */
public final class Publisher {
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SUM_UP = SqlFile.read(Publisher.class, "sum-up");

    private final JdbcClient jdbc;
    private final Differences differences;
    private final HistoryWriter history;
    private final Chain chain;
    private final Consents consents;

    public Publisher(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.differences = new Differences(dataSource);
        this.history = new HistoryWriter(jdbc);
        this.chain = new Chain(dataSource);
        this.consents = new Consents(jdbc);
    }

    /**
     * Publishes a snapshot, or holds it back, within the caller's READ COMMITTED transaction. Any exception means that
     * the caller rolls back, and that nothing happened.
     *
     * @throws FencedException when a later run took the source
     * @throws IllegalStateException when the snapshot was not read to its end, or is not to be published
     * @throws TooManyGapsException when too many groups were unreadable
     * @throws ClockBehindException when the database's clock is behind the last publish
     * @throws StaleConsentException when the consent is to other removals
     */
    public PublishOutcome publish(PublishRequest request) {
        StagedSnapshot snapshot = lock(request);
        if (snapshot.dryRun() || !snapshot.outcome().equals(request.consent() == null ? "open" : "guarded")) {
            throw new IllegalStateException("snapshot " + snapshot.token().snapshot() + " is "
                    + (snapshot.dryRun() ? "a dry run" : snapshot.outcome()) + " and can't be published "
                    + (request.consent() == null ? "without consent" : "with consent"));
        }
        OffsetDateTime at = publishTime(jdbc, snapshot.last());
        RowCount.expectOne(
                jdbc.sql(SUM_UP).param("snapshot", snapshot.token().snapshot()).update(),
                "summing up the reading of snapshot " + snapshot.token().snapshot());
        // When the guard trips, the numbers given to new groups and members are rolled back too.
        jdbc.sql("SAVEPOINT differences").update();
        differences.find(snapshot, request.limits());
        DifferenceCounts counts = differences.count(snapshot);
        String digest = differences.digestOfRemovals();
        GuardReport report = differences.guard(snapshot, counts, request.limits());
        PublishRequest.Consent consent = request.consent();
        if (consent != null) {
            consents.check(snapshot.token().source(), consent, digest);
        } else if (report != null) {
            jdbc.sql("ROLLBACK TO SAVEPOINT differences").update();
            Comparison comparison = comparison(snapshot, counts, report);
            holdBack(snapshot, comparison, digest);
            return new PublishOutcome.Guarded(comparison);
        }
        history.write(snapshot, counts, at);
        history.seal(snapshot, counts, at, digest, consent == null ? null : consent.by());
        discardGuarded(snapshot);
        String unused = chain.published(snapshot, counts, at);
        return new PublishOutcome.Published(published(snapshot));
    }

    /** The snapshot as readers will see it, read before the commit: afterwards the database may be out of reach. */
    private SnapshotRow published(StagedSnapshot snapshot) {
        return jdbc.sql(SnapshotRow.SELECT)
                .param(snapshot.token().snapshot())
                .query((row, n) -> SnapshotRow.of(row))
                .single();
    }

    /**
     * Tells what publishing a snapshot would change, in order of group names, and leaves nothing behind. Runs in the
     * caller's transaction, whose cursor stays open while the consumer works.
     *
     * @param consumer called for every difference before this method returns; for a baseline, for every row
     * @throws FencedException when a later run took the source
     * @throws IllegalStateException when the snapshot was not read to its end
     * @throws TooManyGapsException when too many groups were unreadable
     */
    public Comparison compare(PublishRequest request, Consumer<GroupDifference> consumer) {
        StagedSnapshot snapshot = lock(request);
        jdbc.sql("SAVEPOINT differences").update();
        differences.find(snapshot, request.limits());
        DifferenceCounts counts = differences.count(snapshot);
        GuardReport report = differences.guard(snapshot, counts, request.limits());
        differences.forEach(snapshot, consumer);
        jdbc.sql("ROLLBACK TO SAVEPOINT differences").update();
        return comparison(snapshot, counts, report);
    }

    private static Comparison comparison(
            StagedSnapshot snapshot, DifferenceCounts counts, @Nullable GuardReport report) {
        return new Comparison(
                snapshot.baseline(),
                HistoryWriter.totals(counts),
                HistoryWriter.changes(counts),
                counts.gaps(),
                report);
    }

    /**
     * The guarded snapshot that a consent publishes: the one named, or the newest if it removes the very same rows.
     *
     * @throws StaleConsentException when there is none
     */
    public long consentFor(int source, long named) {
        return consents.guarded(source, named);
    }

    /**
     * What publishing a snapshot would have done that the guard held back.
     *
     * @throws IllegalStateException when it did not
     */
    public Comparison heldBack(long snapshot) {
        String comparison = jdbc.sql("SELECT guard::text FROM directory.snapshot WHERE id = ? AND outcome = 'guarded'")
                .param(snapshot)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new IllegalStateException("snapshot " + snapshot + " is not held back"));
        return JSON.readValue(comparison, Comparison.class);
    }

    private StagedSnapshot lock(PublishRequest request) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a publish needs the caller's transaction");
        }
        StagedSnapshot snapshot = StagedSnapshot.lock(jdbc, request.token());
        Completeness.of(jdbc, request.token().snapshot()).require(snapshot, request.gaps());
        return snapshot;
    }

    /**
     * Now, by the database's clock, but later than the last publish.
     *
     * @param last null when nothing was published
     * @throws ClockBehindException when the clock is more than a minute behind the last publish
     */
    static OffsetDateTime publishTime(JdbcClient jdbc, @Nullable Instant last) {
        OffsetDateTime clock =
                jdbc.sql("SELECT clock_timestamp()").query(OffsetDateTime.class).single();
        if (last == null) {
            return clock;
        }
        if (clock.toInstant().isBefore(last.minus(CLOCK_TOLERANCE))) {
            throw new ClockBehindException(clock.toInstant(), last);
        }
        Instant next = last.plusNanos(1_000);
        return clock.toInstant().isBefore(next) ? next.atOffset(clock.getOffset()) : clock;
    }

    private void holdBack(StagedSnapshot snapshot, Comparison comparison, String digest) {
        discardGuarded(snapshot);
        int held = jdbc.sql("""
                        UPDATE directory.snapshot
                           SET outcome = 'guarded', guard = CAST(? AS jsonb), removals = ?, gaps = ?
                         WHERE id = ? AND outcome = 'open'
                        """)
                .params(
                        JSON.writeValueAsString(comparison),
                        digest,
                        comparison.gaps(),
                        snapshot.token().snapshot())
                .update();
        RowCount.expectOne(held, "holding back snapshot " + snapshot.token().snapshot());
    }

    /** Discards an older guarded snapshot of the source: the new one takes its place. */
    private void discardGuarded(StagedSnapshot snapshot) {
        jdbc.sql("UPDATE directory.snapshot SET outcome = 'discarded' WHERE source = ? AND outcome = 'guarded'")
                .param(snapshot.token().source())
                .update();
    }
}
