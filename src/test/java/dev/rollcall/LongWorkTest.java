package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.User;
import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.LockedTable;
import dev.rollcall.fixture.StatementTrap;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands whose work grows with a source may take long, say what they are at, and clean up. */
class LongWorkTest {
    private final CliFixture cli = new CliFixture(Cloud.AWS, SandboxDirectory.generate(74, Shape.of(20, 100, 30)));

    @BeforeEach
    void publish() {
        cli.run("sync", "acme").isDone();
    }

    @AfterEach
    void close() {
        cli.close();
    }

    @Test
    void retirementHasNoTimeLimit() {
        cli.jdbc().sql("CREATE TABLE public.seen (statement_timeout text)").update();
        cli.jdbc().sql("""
                        CREATE FUNCTION public.see() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN
                            INSERT INTO public.seen SELECT current_setting('statement_timeout');
                            RETURN NULL;
                        END $$
                        """).update();
        List<String> tables = List.of("memberships_history", "groups_history", "users_history");
        tables.forEach(table -> cli.jdbc()
                .sql("CREATE TRIGGER see AFTER UPDATE ON directory." + table
                        + " FOR EACH STATEMENT EXECUTE FUNCTION public.see()")
                .update());

        cli.run("retire", "acme").isDone();

        assertThat(cli.jdbc()
                        .sql("SELECT * FROM public.seen")
                        .query(String.class)
                        .list())
                .containsExactly("0", "0", "0");
    }

    @Test
    void retirementThatTakesLongSaysWhatItIsAt() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CompletableFuture<CommandResult> retirement;
        try (LockedTable held = LockedTable.of(cli.database().dataSource(), "directory.memberships_history")) {
            retirement = cli.call().impatient().begin(err, "retire", "acme");
            Awaitility.await().until(held::hasWaiter);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(err.toString(StandardCharsets.UTF_8))
                            .contains("rollcall: ending the memberships of source acme\n"));
        }
        retirement.join().isDone();
    }

    @Test
    void renamingThatWaitsSaysSo() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CompletableFuture<CommandResult> renaming;
        try (LockedTable held = LockedTable.of(cli.database().dataSource(), "directory.source")) {
            renaming = cli.call().impatient().begin(err, "rename", "acme", "emea");
            Awaitility.await().until(held::hasWaiter);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(err.toString(StandardCharsets.UTF_8))
                            .contains("rollcall: changing source acme, which waits while another session holds it"));
        }
        renaming.join().isDone();
    }

    @Test
    void pruningThatTakesLongSaysWhatItIsAt() {
        cli.directory().change(1);
        cli.run("sync", "acme").isDone();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CompletableFuture<CommandResult> pruning;
        try (LockedTable held = LockedTable.of(cli.database().dataSource(), "directory.memberships_history")) {
            pruning = cli.call().impatient().begin(err, "prune", "acme", "--older-than=0d");
            Awaitility.await().until(held::hasWaiter);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(err.toString(StandardCharsets.UTF_8))
                            .contains("rollcall: removing periods of source acme: 0 of "));
        }
        pruning.join().isDone();
        cli.run("verify", "acme").isDone();
    }

    @Test
    void forgettingThatWaitsSaysSo() {
        User user = cli.directory().users().findFirst().orElseThrow();
        cli.directory().removeUser(user.id());
        cli.run("sync", "acme").isDone();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CompletableFuture<CommandResult> forgetting;
        try (LockedTable held = LockedTable.of(cli.database().dataSource(), "directory.users_history")) {
            forgetting = cli.call().impatient().begin(err, "forget", "acme", "--user", user.id());
            Awaitility.await().until(held::hasWaiter);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(err.toString(StandardCharsets.UTF_8))
                            .contains("rollcall: forgetting a user of source acme, which waits while another session"
                                    + " holds it"));
        }
        forgetting.join().isDone();
        cli.run("verify", "acme").isDone();
    }

    /** The driver's own limit is meant for an answer that the network lost; here it is as short as the test can wait. */
    @Test
    void countOfWhatIsPublishedMayTakeLongerThanAnAnswer() {
        StatementTrap.delays(
                cli.database().dataSource(), "UPDATE", "staging.groups", "NEW.expected > 0 AND NEW.group_no = 1", 7);
        String url = cli.database().url();

        cli.run(Map.of("ROLLCALL_DB_URL", url + (url.contains("?") ? "&" : "?") + "socketTimeout=5"), "sync", "acme")
                .isDone();
    }

    @Test
    void retiredSourceLeavesNothingInStagingAndNoJobs() {
        cli.sandbox().faults().denyOperation("ListGroupMemberships");
        cli.run("sync", "acme").endsWith(1);
        assertThat(rows("staging.groups")).isPositive();
        assertThat(rows("batch.batch_job_execution")).isPositive();

        cli.run("retire", "acme").isDone();

        List.of(
                        "staging.groups",
                        "staging.group_checkpoint",
                        "staging.memberships",
                        "staging.users",
                        "staging.listing_checkpoint",
                        "staging.run_requests",
                        "batch.batch_job_instance",
                        "batch.batch_job_execution",
                        "batch.batch_step_execution")
                .forEach(table -> assertThat(rows(table)).as(table).isZero());
    }

    @Test
    void retiredThoughWhatItLeftCanNotBeDropped() {
        cli.sandbox().faults().denyOperation("ListGroupMemberships");
        cli.run("sync", "acme").endsWith(1);
        StatementTrap.fails(cli.database().dataSource(), "DELETE", "staging.groups");

        CommandResult result = cli.run("retire", "acme").isDone();

        assertThat(result.out()).contains("source acme is retired");
        assertThat(rows("directory.groups")).isZero();
    }

    private long rows(String table) {
        return cli.jdbc().sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }
}
