package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.database.Migrations;
import dev.rollcall.faults.KillState.Traces;
import dev.rollcall.fixture.ChildRun;
import dev.rollcall.fixture.HistoryWrites;
import dev.rollcall.fixture.PublishedRows;
import dev.rollcall.fixture.SourceBuilder;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.fixture.WebhookReceiver;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.Integrity;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A source whose runs are killed at random instants and resumed; after a few kills one run goes to its end. The database
 * is checked after each run. The directory changes only after a complete snapshot is published.
 */
final class KilledSource implements AutoCloseable {
    private static final String NAME = "acme";
    private static final Shape SHAPE = Shape.of(120, 4_000, 900);
    private static final int PAGE_SIZE = 20;
    private static final int WORKERS = 3;
    private static final Duration LATENCY = Duration.ofMillis(15);
    private static final int MOST_KILLS_A_SNAPSHOT = 5;

    private final KillTable table;
    private final Random random;
    private final DatabaseSettings settings;
    private final DataSource dataSource;
    private final Sandbox sandbox = Sandbox.start();
    private final WebhookReceiver receiver = new WebhookReceiver();
    private final SandboxDirectory directory;
    private final Source source;
    private final JdbcClient jdbc;
    private final ReaderRows readers;
    private final PublishedHistory history = new PublishedHistory();
    private List<String> seen;
    private @Nullable Killed last;

    /** A run that was killed, and how many requests it had been served. */
    private record Killed(KillState state, PagesLeft before, long served) {}

    /** @param number tells this source from others in this JVM: Spring Batch tells executions apart by id alone */
    KilledSource(
            KillTable table, long seed, int number, Cloud cloud, DatabaseSettings settings, DataSource dataSource) {
        this.table = table;
        this.random = new Random(seed + number);
        this.settings = settings;
        this.dataSource = dataSource;
        this.directory = SandboxDirectory.generate(321 + number, SHAPE, cloud);
        String store = cloud.storeId(1);
        sandbox.addStore(store, directory).faults().latency(LATENCY);
        this.source = SourceBuilder.of(NAME, cloud, store, sandbox.endpoint())
                .pageSize(PAGE_SIZE)
                .workers(WORKERS)
                .timeout(Duration.ofSeconds(60))
                .notices(receiver.settings())
                .build();
        this.jdbc = JdbcClient.create(dataSource);
        int unused = new Migrations(dataSource).migrate();
        jdbc.sql("""
                        SELECT setval('batch.batch_job_instance_seq', :first),
                               setval('batch.batch_job_execution_seq', :first),
                               setval('batch.batch_step_execution_seq', :first)
                        """).param("first", 1_000_000L * (number + 1)).query().singleRow();
        this.readers = new ReaderRows(dataSource);
        this.seen = readers.now();
    }

    /**
     * Kills runs until the table has enough kills.
     *
     * @param states to kill a run in, chosen at random
     * @param kills gives the way of each kill
     */
    void kill(List<KillState> states, Supplier<Kill> kills) {
        int change = 0;
        boolean more = true;
        while (more) {
            for (KillState state : plan(states)) {
                more = table.claim();
                if (!more) {
                    break;
                }
                strike(state, kills.get());
            }
            settle();
            directory.change(++change);
        }
    }

    /** The groups of the newest snapshot's sample, and the one that was being read when the run was killed. */
    private long sampled() {
        return jdbc.sql("""
                        SELECT 1 + coalesce((SELECT n.sampled_groups FROM directory.snapshot n ORDER BY n.id DESC LIMIT 1), 0)
                        """).query(Long.class).single();
    }

    /** In the order in which a run passes through them, so that one snapshot can meet them all. */
    private List<KillState> plan(List<KillState> states) {
        List<KillState> plan = new ArrayList<>();
        for (int i = random.nextInt(MOST_KILLS_A_SNAPSHOT); i >= 0; i--) {
            plan.add(states.get(random.nextInt(states.size())));
        }
        return plan.stream().sorted().toList();
    }

    private void strike(KillState wanted, Kill kill) {
        PagesLeft left = pagesLeft();
        long pages = left.of(wanted);
        boolean reads = !wanted.operation().isEmpty();
        KillState target = reads && pages == 0 ? KillState.PUBLISH : wanted;
        long requests = reads && pages > 0 ? 1 + random.nextInt((int) pages) : 0;
        long pause =
                Duration.ofMillis(random.nextInt(longestPauseMillis(target))).toNanos();
        Traces traces = Traces.from(sandbox.requests(), jdbc);
        try (ChildRun run = ChildRun.start(settings, source)) {
            sandbox.requests().clear();
            KillState met = null;
            if (run.reaches(() -> target.isReached(traces, requests)) && run.isAlive()) {
                long until = System.nanoTime() + pause;
                boolean unused = run.reaches(() -> System.nanoTime() >= until);
                met = KillState.of(traces, target);
            }
            boolean hit = met != null && kill.strike(run);
            if (hit && met != null) {
                table.hit(met);
                last = new Killed(met, left, sandbox.requests().served());
            } else {
                ended(run);
            }
            readersSeeOneSnapshotWhole();
            left.areMoreThan(sandbox.requests(), sampled());
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    source.provider() + ", to be killed in " + target + " after " + requests + " requests and "
                            + Duration.ofNanos(pause) + ": " + e.getMessage(),
                    e);
        }
    }

    /** About as long as the state lasts; while pages are read, as long as one page takes. */
    private static int longestPauseMillis(KillState state) {
        return switch (state) {
            case OPENING -> 1_200;
            case PUBLISH, CLOSING -> 500;
            default -> 40;
        };
    }

    private void ended(ChildRun run) {
        int exitCode = run.awaitExit(Kill.PATIENCE);
        assertThat(exitCode).as(run.output()).isIn(0, 5);
        if (exitCode == 0) {
            table.late();
        } else {
            table.busy();
        }
    }

    private PagesLeft pagesLeft() {
        PagesLeft left = PagesLeft.of(directory, PAGE_SIZE, jdbc);
        Killed killed = last;
        last = null;
        if (killed != null && snapshotIsOpen()) {
            table.readAgain(killed.state(), killed.served() - (killed.before().all() - left.all()));
        }
        return left;
    }

    /** When no snapshot is open, the killed run had published it. */
    private boolean snapshotIsOpen() {
        return jdbc.sql("SELECT count(*) > 0 FROM directory.snapshot WHERE outcome = 'open'")
                .query(Boolean.class)
                .single();
    }

    private void settle() {
        PagesLeft left = pagesLeft();
        sandbox.requests().clear();
        try (SyncApplication application = SyncApplication.on(settings)) {
            publishes(application);
            left.areMoreThan(sandbox.requests(), 0);
            readersSeeOneSnapshotWhole();
            new PublishedRows(dataSource, NAME).isExactly(directory);
            history.note(readers, directory);
            HistoryWrites writes = HistoryWrites.of(dataSource);

            publishes(application);
            assertThat(HistoryWrites.of(dataSource)).isEqualTo(writes);
        }
        history.note(readers, directory);
        history.isUnchanged(readers);
        assertThat(new Integrity(dataSource).whole()).isEmpty();
        assertThat(jdbc.sql(CrashTrial.LEFTOVERS).query(String.class).list())
                .as("left behind")
                .isEmpty();
        everyPublishIsTold();
        table.compared();
    }

    /** At least once, and each time by the same event; of what was not committed nobody is told. */
    private void everyPublishIsTold() {
        assertThat(receiver.subjects("dev.rollcall.snapshot.published"))
                .containsExactlyInAnyOrderElementsOf(
                        jdbc.sql("SELECT id FROM directory.snapshot WHERE outcome = 'published'")
                                .query(String.class)
                                .list());
    }

    /** Tries again while the killed run still holds the source. */
    private void publishes(SyncApplication application) {
        SyncResult result = application.sync(source);
        while (result.outcome() == Outcome.BUSY) {
            result = application.sync(source);
        }
        assertThat(result.error()).isNull();
        assertThat(result.outcome()).isEqualTo(Outcome.PUBLISHED);
    }

    /** They see the snapshot before or the new one, each whole. */
    private void readersSeeOneSnapshotWhole() {
        List<String> now = readers.now();
        if (!now.equals(seen)) {
            new PublishedRows(dataSource, NAME).isExactly(directory);
            seen = now;
        }
    }

    @Override
    public void close() {
        receiver.close();
        sandbox.close();
    }
}
