package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.LockedTable;
import dev.rollcall.fixture.ProgramCommand;
import dev.rollcall.fixture.StatementTrap;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real SIGKILLs of prune and forget: nothing is left half done for good. */
class RetentionKillTest {
    private final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(915, Shape.of(12, 150, 40), Cloud.AWS));
    private final DataSource dataSource = cli.database().dataSource();
    private String user = "";

    @TempDir
    private Path folder;

    @BeforeEach
    void publish() {
        cli.run("sync", "acme").isDone();
        user = cli.directory().users().findFirst().orElseThrow().id();
        cli.directory().removeUser(user);
        cli.directory().renameGroup(cli.directory().groups().get(0).id(), "renamed");
        cli.run("sync", "acme").isDone();
    }

    @AfterEach
    void close() {
        cli.close();
    }

    @Test
    void pruneGoesOnBetweenItsTransactions() {
        try (LockedTable held = StatementTrap.waits(dataSource, "DELETE", "directory.groups_history")) {
            killWaiting(held, "prune", "acme", "--older-than=0d");
        }
        StatementTrap.remove(dataSource, "directory.groups_history");
        assertThat(ended("membership_periods")).isZero();
        assertThat(ended("group_periods")).isPositive();
        assertThat(cli.run("verify", "acme").endsWith(1).out())
                .contains("prune was interrupted, and goes on when it is run again");

        assertThat(cli.run("prune", "acme", "--older-than=7y").isDone().out())
                .contains("removed what an interrupted prune had left");

        assertThat(ended("group_periods") + ended("user_periods")).isZero();
        cli.run("verify", "acme").isDone();
    }

    @Test
    void pruneThatHasNotToldTheChainHasDoneNothing() {
        try (LockedTable held = StatementTrap.waits(dataSource, "INSERT", "directory.link")) {
            killWaiting(held, "prune", "acme", "--older-than=0d");
        }
        StatementTrap.remove(dataSource, "directory.link");
        assertThat(ended("membership_periods")).isPositive();
        cli.run("verify", "acme").isDone();

        cli.run("prune", "acme", "--older-than=0d").isDone();

        assertThat(ended("membership_periods")).isZero();
        cli.run("verify", "acme").isDone();
    }

    @Test
    void forgetThatHasNotToldTheChainHasDoneNothing() {
        try (LockedTable held = StatementTrap.waits(dataSource, "INSERT", "directory.link")) {
            killWaiting(held, "forget", "acme", "--user", user);
        }
        StatementTrap.remove(dataSource, "directory.link");
        assertThat(texts()).isNotEmpty();
        cli.run("verify", "acme").isDone();

        cli.run("forget", "acme", "--user", user).isDone();

        assertThat(texts()).isEmpty();
        cli.run("verify", "acme").isDone();
    }

    @Test
    void forgetRefreshesStatisticsWhereTheCallBeforeDidNotGetSoFar() {
        List<String> texts = texts();
        assertThat(texts).isNotEmpty();
        assertThat(cli.jdbc()
                        .sql("SELECT count(*) FROM staging.analyze_history(true)")
                        .query(Long.class)
                        .single())
                .isZero();
        try (LockedTable held = LockedTable.maintained(dataSource, "directory.users_history")) {
            killWaiting(held, "forget", "acme", "--user", user);
        }
        assertThat(texts()).isEmpty();
        assertThat(quoted(texts)).isPositive();

        cli.run("forget", "acme", "--user", user).isDone();

        assertThat(quoted(texts)).isZero();
        cli.run("verify", "acme").isDone();
    }

    /** Starts a command, and kills it once it waits for what is held; returns when its sessions have ended too. */
    private void killWaiting(LockedTable held, String... args) {
        List<String> command = new ArrayList<>(ProgramCommand.java(folder).command());
        command.addAll(List.of(args));
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(cli.environment());
        try {
            Process process = builder.start();
            try {
                Awaitility.await().atMost(Kill.PATIENCE).until(() -> held.hasWaiter() || !process.isAlive());
                assertThat(process.isAlive()).as(output.toString()).isTrue();
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        // Sooner than the server would notice.
        Awaitility.await()
                .atMost(Kill.PATIENCE)
                .until(() -> cli.jdbc()
                        .sql("SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a"
                                + " WHERE a.datname = current_database() AND a.application_name LIKE 'rollcall%'")
                        .query(Boolean.class)
                        .list()
                        .isEmpty());
    }

    private long ended(String view) {
        return cli.jdbc()
                .sql("SELECT count(*) FROM directory." + view + " WHERE valid_to IS NOT NULL")
                .query(Long.class)
                .single();
    }

    private List<String> texts() {
        return cli.jdbc()
                .sql("SELECT display_name FROM directory.user_periods WHERE user_id = ? AND display_name IS NOT NULL")
                .param(user)
                .query(String.class)
                .list();
    }

    private long quoted(List<String> texts) {
        return cli.jdbc()
                .sql("SELECT count(*) FROM pg_stats WHERE tablename = 'users_history'"
                        + " AND strpos(concat(most_common_vals::text, histogram_bounds::text), ?) > 0")
                .param(texts.get(0))
                .query(Long.class)
                .single();
    }
}
