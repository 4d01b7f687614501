package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.User;
import dev.rollcall.fixture.CliFixture;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever may take long says what it is at, here as soon as it begins, and nothing where it is to be quiet. */
class SlowWorkTest {
    private final CliFixture cli = new CliFixture(Cloud.AWS, SandboxDirectory.generate(75, Shape.of(10, 60, 30)));
    private final TemporaryFolder folder = TemporaryFolder.create("rollcall-slow");

    @AfterEach
    void close() {
        cli.close();
        folder.close();
    }

    @Test
    void readingAndPublishing() {
        isTold("migrate", "looking at the database's schema", "applying what is pending of the schema");
        isTold("sync acme", "looking at the database, and applying what is pending of its schema");
    }

    @Test
    void answers() {
        cli.run("sync", "acme").isDone();
        cli.directory().change(1);
        cli.run("sync", "acme").isDone();

        isTold("status", "looking how far sources are");
        isTold("metrics", "looking how far sources are");
        isTold("snapshots", "looking what became of runs");
        isTold(
                "query freshness -o " + file("answer"),
                "the database works on the query freshness",
                "writing the answer to the query freshness");
        isTold("diff acme", "the database compares what was published of source acme");
        isTold(
                "export acme --changes --by-month --to " + file("export"),
                "acme: groups: 0 rows",
                "acme: memberships: 0 rows",
                "acme: users: 0 rows",
                "acme: changes of ");
        isTold("report acme -o " + file("report.html"), "reading the history for the report", "writing the report");
        isTold(
                "evidence acme --from 2020-01-01 --to now -o " + file("pack.zip"),
                "reading the history for the report",
                "reading what the statement tells of source acme",
                "writing the pages of the pack",
                "acme: chain: 0 rows");
        isTold("verify", "verifying the chain of source acme", "looking for periods that overlap");
        isTold("verify --evidence " + file("pack.zip"), "checking the files in ");
    }

    @Test
    void changes() {
        List<String> gone = cli.directory().users().map(User::id).limit(2).toList();
        cli.run("sync", "acme").isDone();
        gone.forEach(cli.directory()::removeUser);
        cli.run("sync", "acme").isDone();

        isTold("forget acme --dry-run --user=" + gone.get(0), "looking for the texts of a user of source acme");
        isTold(
                "forget acme --user=" + gone.get(0),
                () -> {},
                "forget acme --user=" + gone.get(1),
                "dropping what the snapshots of source acme left in staging",
                "forgetting a user of source acme, which waits while another session holds it",
                "taking out of directory.users_history and its statistics what is gone");
        isTold("prune acme --older-than=0d --dry-run", "counting what of source acme ended before ");
        isTold(
                "prune acme --older-than=0d",
                this::publishAnotherDay,
                "prune acme --older-than=0d",
                "counting what of source acme ended before ",
                "verifying the chain of source acme",
                "telling the chain of source acme what is left",
                "removing periods of source acme: 0 of ");
        isTold(
                "rename acme emea",
                () -> cli.run("rename", "emea", "acme").isDone(),
                "rename acme emea",
                "changing source acme, which waits while another session holds it",
                "dropping what the snapshots of source acme left in staging");
        cli.run("rename", "emea", "acme").isDone();
        isTold("retire acme", this::publishAnotherDay, "retire acme", "ending the memberships of source acme");
    }

    private void publishAnotherDay() {
        cli.directory().change(2);
        cli.run("sync", "acme").isDone();
    }

    private String file(String name) {
        return folder.path().resolve(name).toString();
    }

    private void isTold(String command, String... work) {
        isTold(command, () -> {}, command, work);
    }

    /** For a command that can't be given twice. */
    private void isTold(String command, Runnable inBetween, String again, String... work) {
        assertThat(cli.call().impatient().run(command.split(" ")).isDone().err())
                .contains(Stream.of(work).map("rollcall: "::concat).toList());
        inBetween.run();
        assertThat(cli.call()
                        .impatient()
                        .run(("-q " + again).split(" "))
                        .isDone()
                        .err())
                .doesNotContain(work);
    }
}
