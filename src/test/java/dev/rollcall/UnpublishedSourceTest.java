package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A source of which nothing was published is nobody's: another job file may have its name, and its identity store. */
class UnpublishedSourceTest {
    private static final String STORE = "d-1234567890";
    private static final String MISTYPED = "d-1111111111";

    private final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(21, Shape.of(12, 150, 40), Cloud.AWS));

    @AfterEach
    void close() {
        cli.close();
    }

    @Test
    void dryRunTakesItsSourceAwayAgain() {
        cli.run("sync", "acme", "--dry-run").isDone();

        assertThat(sources()).isEmpty();
        nothingIsLeftOf("directory.snapshot", "directory.last_run", "staging.fence", "staging.groups");
        cli.run("sync", "acme").isDone();
    }

    @Test
    void dryRunLeavesASourceThatARunHasRead() {
        cli.sandbox().faults().denyOperation("ListUsers");
        cli.run("sync", "acme").endsWith(1);
        cli.sandbox().faults().clear();
        cli.run("sync", "acme", "--dry-run").isDone();

        assertThat(sources()).containsExactly("acme " + STORE);
        assertThat(cli.run("sync", "acme", "--json").isDone().out()).contains("\"resumed\":true");
    }

    @Test
    void mistypedStoreOfADryRunIsForgotten() {
        cli.job("acme", cli.jobFile().replace(STORE, MISTYPED));
        cli.run("sync", "acme", "--dry-run").endsWith(1);

        assertThat(sources()).isEmpty();
        cli.job("acme", cli.jobFile());
        cli.run("sync", "acme").isDone();
    }

    @Test
    void mistypedStoreOfAFirstRunGivesWay() {
        cli.job("acme", cli.jobFile().replace(STORE, MISTYPED));
        cli.run("sync", "acme").endsWith(1);
        assertThat(sources()).containsExactly("acme " + MISTYPED);
        cli.job("acme", cli.jobFile());

        assertThat(cli.run("check", "acme").isDone().out()).contains("source acme: aws identity store " + STORE);
        cli.run("sync", "acme").isDone();
        assertThat(sources()).containsExactly("acme " + STORE);
        assertThat(cli.run("status").isDone().out()).contains("acme: fresh").doesNotContain("failed");
    }

    @Test
    void jobFileRenamedBeforeTheFirstPublishBeginsAnew() {
        cli.sandbox().faults().denyOperation("ListUsers");
        cli.run("sync", "acme").endsWith(1);
        cli.sandbox().faults().clear();
        cli.removeJob("acme");
        cli.job("beta", cli.jobFile());

        assertThat(cli.run("sync", "beta", "--json").isDone().out()).contains("\"resumed\":false");
        assertThat(sources()).containsExactly("beta " + STORE);
        nothingIsLeftOf("staging.groups", "staging.group_checkpoint", "staging.memberships", "staging.run_requests");
    }

    @Test
    void whatWasReadGivesWayToNoDryRunAndToNoRunThatReadsNothing() {
        cli.sandbox().faults().denyOperation("ListGroupMemberships");
        cli.run("sync", "acme").endsWith(1);
        cli.sandbox().faults().clear();
        cli.removeJob("acme");

        cli.job("beta", cli.jobFile());
        assertThat(cli.run("sync", "beta", "--dry-run").endsWith(2).out()).contains("is in its way");
        cli.job("beta", cli.jobFile().replaceFirst("/access-key\n", "/nothing\n"));
        cli.run("sync", "beta").isRefused(2, "nothing");
        assertThat(sources()).containsExactly("acme " + STORE);

        cli.removeJob("beta");
        cli.job("acme", cli.jobFile());
        assertThat(cli.run("sync", "acme", "--json").isDone().out()).contains("\"resumed\":true");
    }

    @Test
    void sourceThatARunHoldsDoesNotGiveWay() throws SQLException {
        cli.sandbox().faults().denyOperation("ListUsers");
        cli.run("sync", "acme").endsWith(1);
        cli.sandbox().faults().clear();
        cli.removeJob("acme");
        cli.job("beta", cli.jobFile());

        try (Connection holder = hold()) {
            assertThat(holder.isValid(1)).isTrue();
            assertThat(cli.run("sync", "beta").endsWith(5).out()).contains("beta: busy", "pg_terminate_backend");
            assertThat(sources()).containsExactly("acme " + STORE);
        }
        cli.run("sync", "beta").isDone();
    }

    @Test
    void sourceThatWasPublishedStaysEvenWhenRetired() {
        cli.run("sync", "acme").isDone();
        cli.run("retire", "acme").isDone();
        cli.job("acme", cli.jobFile().replace(STORE, MISTYPED));

        cli.run("sync", "acme").isRefused(2, STORE, MISTYPED);
        assertThat(sources()).containsExactly("acme " + STORE);
    }

    @Test
    void nameThatWasNeverPublishedIsFreeForARename() {
        cli.run("sync", "acme").isDone();
        cli.job("beta", cli.jobFile().replace(STORE, MISTYPED));
        cli.run("sync", "beta").endsWith(1);
        cli.run("rename", "acme", "acme").isRefused(2, "has that name already");
        cli.run("rename", "nobody", "beta").isRefused(2, "no source nobody");
        assertThat(sources()).containsExactly("acme " + STORE, "beta " + MISTYPED);

        cli.run("rename", "acme", "beta").isDone();
        assertThat(sources()).containsExactly("beta " + STORE);
    }

    private Connection hold() throws SQLException {
        Connection connection = cli.database().dataSource().getConnection();
        JdbcClient.create(new SingleConnectionDataSource(connection, true))
                .sql("SELECT pg_advisory_lock(x'524F4C4C'::int, id) IS NULL FROM directory.source")
                .query(Boolean.class)
                .single();
        return connection;
    }

    private List<String> sources() {
        return cli.jdbc()
                .sql("SELECT name || ' ' || identity_store_id FROM directory.source ORDER BY name")
                .query(String.class)
                .list();
    }

    private void nothingIsLeftOf(String... tables) {
        assertThat(tables)
                .allSatisfy(table -> assertThat(cli.jdbc()
                                .sql("SELECT count(*) FROM " + table)
                                .query(Long.class)
                                .single())
                        .isZero());
    }
}
