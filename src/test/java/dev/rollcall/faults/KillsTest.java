package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.postgres.TestServer;
import dev.rollcall.sandbox.Cloud;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real SIGKILLs of a child JVM and of PostgreSQL, at instants that a seed chooses: as many as {@code
 * -Drollcall.faults.kills} and {@code -Drollcall.faults.crashes} say.
 */
@Tag("faults")
class KillsTest {
    private static final int KILLS = Integer.getInteger("rollcall.faults.kills", 10);
    private static final int CRASHES = Integer.getInteger("rollcall.faults.crashes", 3);

    private static final List<KillState> ALL =
            List.of(KillState.OPENING, KillState.GROUPS, KillState.USERS, KillState.MEMBERSHIPS, KillState.PUBLISH);
    private static final List<KillState> STAGING_AND_PUBLISH =
            List.of(KillState.GROUPS, KillState.USERS, KillState.MEMBERSHIPS, KillState.PUBLISH, KillState.PUBLISH);

    @TempDir
    private Path folder;

    @Test
    void nextRunRepairsAKilledRun() {
        long seed = RandomSeed.next("kills of a run");
        KillTable table = new KillTable("SIGKILL of a run in", KILLS);
        List<CompletableFuture<Void>> sources = List.of(
                inThread(() -> killRuns(table, seed, 0, Cloud.AWS)),
                inThread(() -> killRuns(table, seed, 1, Cloud.HUAWEI)));
        try {
            sources.forEach(CompletableFuture::join);
        } finally {
            System.out.println(table.report());
        }
        assertThat(table.hits()).isEqualTo(KILLS);
    }

    private static void killRuns(KillTable table, long seed, int number, Cloud cloud) {
        try (TestDatabase database = TestDatabase.create();
                KilledSource source =
                        new KilledSource(table, seed, number, cloud, database.settings(), database.dataSource())) {
            source.kill(ALL, Kill::toRun);
        }
    }

    @Test
    void nextRunRepairsARunWhoseDatabaseWasKilled() {
        long seed = RandomSeed.next("kills of PostgreSQL");
        KillTable table = new KillTable("SIGKILL of PostgreSQL in", CRASHES);
        try (TestServer server = TestServer.start(folder.resolve("data"), true);
                KilledSource source =
                        new KilledSource(table, seed, 2, Cloud.AWS, server.settings(), server.dataSource())) {
            Random random = new Random(seed);
            List<Kill> kills =
                    List.of(Kill.toServer(server), Kill.toPostmaster(server), Kill.toBackend(server, random));
            source.kill(STAGING_AND_PUBLISH, () -> kills.get(random.nextInt(kills.size())));
        } finally {
            System.out.println(table.report());
        }
        assertThat(table.hits()).isEqualTo(CRASHES);
    }

    private static CompletableFuture<Void> inThread(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                work.run();
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        thread.start();
        return done;
    }
}
