package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.ChildRun;
import dev.rollcall.fixture.JobFileText;
import dev.rollcall.fixture.ObservedProvider;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SecretFiles;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.RequestLog;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Four hosts that share many small sources, while one after the other dies or stands still. */
@Tag("faults")
class KilledWorkersTest {
    private static final Shape SHAPE = Shape.of(5, 40, 15);
    private static final int SOURCES = SuiteSize.of(12, 12, 500);
    private static final int FAULTS = SuiteSize.of(2, 2, 10);
    private static final Duration BETWEEN = Duration.ofSeconds(SuiteSize.of(5, 5, 60));
    private static final int EVERY = SuiteSize.of(10, 10, 300);
    private static final Duration HEARTBEAT = Duration.ofMillis(SuiteSize.of(1_000, 1_000, 10_000));
    private static final Duration PATIENCE = Duration.ofMinutes(SuiteSize.of(5, 5, 20));

    private final SandboxFixture fixture = new SandboxFixture();
    private final SandboxDirectory directory = SandboxDirectory.generate(431, SHAPE);
    private final List<TemporaryFolder> hosts = new ArrayList<>();
    private final List<ChildRun> workers = new ArrayList<>();

    @AfterEach
    void close() {
        workers.forEach(ChildRun::close);
        hosts.forEach(TemporaryFolder::close);
        fixture.close();
    }

    @Test
    void everySourceIsReadAgainAfterEachWorkerWasKilledAndNoneByTwoAtOnce() {
        startFleet();
        for (int fault = 0; fault < FAULTS; fault++) {
            int host = fault % workers.size();
            awaitRunning(workers.get(host));
            assertThat(workers.get(host).kill()).isTrue();
            workers.get(host).close();
            workers.set(host, worker(host));
        }
        endsWhole();
        FaultTable.add("workers: one of four killed and started again", FAULTS, published(), true);
    }

    @Test
    void sourcesOfAWorkerThatStandsStillAreReadByOthersAndItChangesNothingWhenItGoesOn() {
        startFleet();
        for (int fault = 0; fault < FAULTS; fault++) {
            ChildRun frozen = workers.get(fault % workers.size());
            awaitRunning(frozen);
            frozen.signal("STOP");
            Awaitility.await().atMost(PATIENCE).until(() -> pickedBy(frozen) == 0);
            frozen.signal("CONT");
        }
        endsWhole();
        FaultTable.add("workers: one of four frozen and continued", FAULTS, published(), true);
    }

    private void startFleet() {
        List<Source> sources = IntStream.range(0, SOURCES)
                .mapToObj(n -> fixture.source("store-" + n, Cloud.AWS, directory)
                        .pageSize(10)
                        .workers(1)
                        .build())
                .toList();
        fixture.sandbox().faults().latency(Duration.ofMillis(20));
        for (int host = 0; host < SandboxFixture.KEYS_OF_HOSTS.size(); host++) {
            TemporaryFolder folder = TemporaryFolder.create("rollcall-host");
            hosts.add(folder);
            SecretFiles keys = SecretFiles.in(folder.path(), SandboxFixture.KEYS_OF_HOSTS.get(host));
            sources.forEach(source -> folder.write(
                    source.name() + ".yaml",
                    JobFileText.of(source)
                            .keys(
                                    folder.path().relativize(keys.accessKey()),
                                    folder.path().relativize(keys.secretKey()))
                            .schedule("every " + EVERY + "s")
                            .toString()));
            workers.add(worker(host));
        }
        Awaitility.await().atMost(PATIENCE).until(() -> publishedSources(0) > SOURCES / 2);
    }

    private ChildRun worker(int host) {
        return ChildRun.worker(fixture.settings(), HEARTBEAT, hosts.get(host).path());
    }

    /** Waits until a fault is due, and the worker reads something. */
    private void awaitRunning(ChildRun worker) {
        long at = System.nanoTime() + BETWEEN.toNanos();
        Awaitility.await().atMost(PATIENCE).until(() -> System.nanoTime() > at && pickedBy(worker) > 0);
    }

    /** No fault any more: each source is read once more, what is published is right, and nobody read beside another. */
    private void endsWhole() {
        long last = newestSnapshot();
        Awaitility.await().atMost(PATIENCE).until(() -> publishedSources(last) == SOURCES);
        assertThat(fixture.sandbox().requests().askedByTwo()).isEmpty();
        for (int source = 0; source < SOURCES; source++) {
            fixture.published("store-" + source).isExactly(directory);
        }
        List<RequestLog.Entry> pages = fixture.sandbox().requests().entries().stream()
                .filter(entry -> entry.page().operation().equals(ObservedProvider.LIST_MEMBERSHIPS))
                .toList();
        long served = pages.stream().mapToLong(RequestLog.Entry::served).sum();
        long least = published() * pages.size() / SOURCES;
        Unread longest = longestUnread();
        System.out.printf(
                "%d sources, every %d s: %d runs published, none begun later than %d s after the one before;"
                        + " %d pages of members at least, %d served%n",
                SOURCES, EVERY, published(), longest.seconds(), least, served);
        if (SuiteSize.ofThisRun() == SuiteSize.FULL) {
            assertThat(longest.seconds())
                    .as("seconds in which a source becomes stale: %s%n%s", longest, story(longest.source()))
                    .isLessThan(2L * EVERY);
        }
    }

    /** Seconds from a reading's begin to that of the next one of the same source. */
    private record Unread(String source, String from, long seconds) {}

    private Unread longestUnread() {
        return fixture.jdbc()
                .sql("""
                        SELECT r.name, s.read_from::text, ceil(extract(epoch FROM s.next - s.read_from))
                          FROM (SELECT source, read_from, lead(read_from) OVER (PARTITION BY source ORDER BY id) AS next
                                  FROM directory.snapshot WHERE outcome = 'published') s
                          JOIN directory.source r ON r.id = s.source
                         ORDER BY s.next - s.read_from DESC NULLS LAST LIMIT 1
                        """)
                .query((row, n) -> new Unread(row.getString(1), row.getString(2), row.getLong(3)))
                .single();
    }

    /** What the living workers said of a source. */
    private String story(String source) {
        return workers.stream()
                .flatMap(worker -> worker.output()
                        .lines()
                        .filter(line -> line.matches(".*\\b" + source + "\\b.*"))
                        .map(line -> worker.pid() + " " + line))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private long pickedBy(ChildRun worker) {
        return one("SELECT count(*) FROM batch.scheduled_tasks WHERE picked AND split_part(picked_by, ' ', 2) = '"
                + worker.pid() + "'");
    }

    private long publishedSources(long after) {
        return one(
                "SELECT count(DISTINCT source) FROM directory.snapshot WHERE outcome = 'published' AND id > " + after);
    }

    private long published() {
        return one("SELECT count(*) FROM directory.snapshot WHERE outcome = 'published'");
    }

    private long newestSnapshot() {
        return one("SELECT max(id) FROM directory.snapshot");
    }

    private long one(String sql) {
        return fixture.jdbc().sql(sql).query(Long.class).single();
    }
}
