package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The command verify: what it prints, and its exit codes. */
class VerifyTest {
    private final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(11, Shape.of(5, 40, 10), Cloud.AWS));

    @AfterEach
    void close() {
        cli.close();
    }

    @Test
    void chainOfEverySourceHoldsThroughRenameAndRetirement() {
        cli.run("migrate").isDone();
        CommandResult nothing = cli.run("verify").isDone();
        assertThat(nothing.out()).isEmpty();
        assertThat(nothing.err()).contains("no source yet");

        cli.run("sync", "acme").isDone();
        String link = link(1);
        assertThat(cli.run("verify").isDone().lines())
                .singleElement()
                .asString()
                .startsWith("acme: 1 link holds, the last of ")
                .endsWith("Z: " + link);

        cli.run("sync", "acme").isDone();
        cli.run("rename", "acme", "emea").isDone();
        cli.run("retire", "emea").isDone();
        assertThat(cli.run("verify", "emea").isDone().out()).startsWith("emea: 4 links hold, the last of ");
        assertThat(cli.run("verify", "--head", link.toUpperCase(Locale.ROOT))
                        .isDone()
                        .lines())
                .last()
                .asString()
                .startsWith(link + " is link 1 (snapshot ")
                .endsWith("Z) of emea");
    }

    @Test
    void editedPastIsNamedAndExitsWithOne() {
        cli.run("sync", "acme").isDone();
        cli.run("sync", "acme").isDone();
        cli.jdbc()
                .sql("UPDATE directory.users_history SET email = 'other@example.org' WHERE ctid = '(0,1)'")
                .update();

        CommandResult found = cli.run("verify").endsWith(1);

        assertThat(found.err()).isEmpty();
        assertThat(found.lines())
                .singleElement()
                .asString()
                .startsWith("acme: link 1 (snapshot ")
                .contains(", published ", "users that began then", "one was changed or exchanged");
    }

    @Test
    void linkThatIsNotThereExitsWithOne() {
        cli.run("sync", "acme").isDone();

        CommandResult missed = cli.run("verify", "--head", "0".repeat(64)).endsWith(1);

        assertThat(missed.out()).contains("acme: 1 link holds", "0000 is no link that agrees");
    }

    @Test
    void impossiblePeriodsAreNamed() {
        cli.run("sync", "acme").isDone();
        cli.jdbc()
                .sql("UPDATE directory.groups_history SET begins = 'c' WHERE ctid = '(0,1)'")
                .update();

        assertThat(cli.run("verify").endsWith(1).out()).contains("a period that continues none");
    }

    @Test
    void unknownSourceIsRefused() {
        cli.run("sync", "acme").isDone();

        cli.run("verify", "acme", "acmee").isRefused(2, "no source 'acmee'");
    }

    @Test
    void readersRightsAreEnough() {
        cli.run("sync", "acme").isDone();
        String reader = "reader_" + ProcessHandle.current().pid();
        cli.jdbc()
                .sql("CREATE ROLE " + reader + " LOGIN PASSWORD 'pw' IN ROLE rollcall_reader")
                .update();
        try {
            cli.run(Map.of("ROLLCALL_DB_USER", reader, "ROLLCALL_DB_PASSWORD", "pw"), "verify")
                    .isDone();
        } finally {
            cli.jdbc().sql("DROP ROLE " + reader).update();
        }
    }

    private String link(int seq) {
        return cli.jdbc()
                .sql("SELECT link FROM directory.chain WHERE seq = ?")
                .param(seq)
                .query(String.class)
                .single();
    }
}
