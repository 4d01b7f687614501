package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.GroupId;
import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.store.source.RunIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What became of the last run of a source is told, whatever the run met. */
class StatusTest {
    private static final String[] FIELDS = {
        "source",
        "provider",
        "identity_store_id",
        "fresh",
        "fresh_within_seconds",
        "snapshot_id",
        "published_at",
        "age_seconds",
        "groups",
        "memberships",
        "users",
        "gaps",
        "users_read_at",
        "open",
        "guarded_snapshot_id",
        "failure",
        "notices_undelivered",
        "parked"
    };
    private static final String[] OPEN_FIELDS = {
        "snapshot_id",
        "started_at",
        "runs",
        "groups",
        "groups_read",
        "gaps",
        "step",
        "rate",
        "expected_end",
        "host",
        "process"
    };
    private static final String FAILED = "the last run failed at ";

    private final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(22, Shape.of(20, 300, 40), Cloud.AWS));

    @BeforeEach
    void publish() {
        cli.run("sync", "acme").isDone();
        assertThat(lastRun()).isEqualTo("published 0 -");
    }

    @AfterEach
    void close() {
        cli.close();
    }

    @Test
    void roleThatCannotBeAssumed() {
        try (ScriptedServer sts = new ScriptedServer(request -> new ServerResponse(403, """
                <ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>
                <Message>not authorized to perform sts:AssumeRole</Message></Error></ErrorResponse>
                """))) {
            String before = System.getProperty("aws.endpointUrlSts");
            System.setProperty("aws.endpointUrlSts", sts.endpoint().toString());
            try {
                cli.job("acme", assuming("arn:aws:iam::111122223333:role/rollcall"));
                cli.run("sync", "acme").endsWith(1);
            } finally {
                System.clearProperty("aws.endpointUrlSts");
                if (before != null) {
                    System.setProperty("aws.endpointUrlSts", before);
                }
            }
        }

        assertThat(lastRun()).isEqualTo("failed 1 denied");
        tellsFailure("role/rollcall");
        JsonNode failure = json().get("failure");
        assertThat(failure.propertyNames()).containsExactly("at", "code", "message");
        assertThat(failure.get("code").asString()).isEqualTo("denied");
    }

    /** As a worker records it, which found the fifth of them killed. */
    @Test
    void parkedSource() {
        assertThat(json().get("parked").isBoolean()).isTrue();
        assertThat(json().get("parked").asBoolean()).isFalse();
        execute("""
                UPDATE directory.last_run
                   SET outcome = 'failed', exit_code = 1, code = 'internal', ended_at = '2026-03-01 02:17:00Z',
                       message = 'parked: 5 workers in a row were killed while they read the source; sync it by hand'
                """);

        assertThat(cli.run("status", "acme").endsWith(1).out())
                .contains("acme: fresh")
                .contains(
                        "  PARKED since 2026-03-01T02:17:00Z: 5 workers in a row were killed while they read the source,"
                                + " and none reads it any more; look into the kernel's log, or at the pods, why they died; then:"
                                + " rollcall sync acme")
                .doesNotContain("sync it by hand", FAILED);
        assertThat(json().get("parked").asBoolean()).isTrue();
        assertThat(json().get("failure").get("code").asString()).isEqualTo("internal");

        cli.run("sync", "acme").isDone();
        assertThat(json().get("parked").asBoolean()).isFalse();
    }

    @Test
    void credentialsThatAreMissing() {
        cli.job("beta", cli.jobFile().replace("d-1234567890", "d-2222222222"));
        cli.job("acme", cli.jobFile().replaceFirst("/access-key\n", "/nothing\n"));
        cli.run("sync", "--all").isRefused(2, "nothing");

        assertThat(lastRun()).isEqualTo("failed 2 configuration");
        tellsFailure("nothing");
        tellsFailure("; put it right, try it with 'rollcall check acme', then run again: rollcall sync acme");
        // Its run was called off too, though nothing is wrong with it.
        assertThat(cli.run("status", "beta").endsWith(1).out()).contains("never published", FAILED, "source acme");
    }

    @Test
    void identityStoreThatChanged() {
        cli.job("acme", cli.jobFile().replace("d-1234567890", "d-2222222222"));
        cli.run("sync", "acme").isRefused(2, "d-2222222222");

        assertThat(lastRun()).isEqualTo("failed 2 configuration");
        tellsFailure("d-2222222222");
    }

    @Test
    void databaseThatIsNotReadyForASync() {
        execute("UPDATE directory.snapshot SET published_at = published_at + interval '1 day'");
        cli.run("sync", "acme", "--dry-run").isRefused(1, "clock says");
        assertThat(lastRun()).isEqualTo("published 0 -");
        cli.run("sync", "acme").isRefused(1, "clock says");

        assertThat(lastRun()).isEqualTo("failed 1 clock-behind");
        tellsFailure("clock says");
    }

    @Test
    void refusedPermissionAndItsCure() {
        cli.sandbox().faults().denyOperation("ListGroups");
        cli.run("sync", "acme").endsWith(1);
        assertThat(lastRun()).isEqualTo("failed 1 denied");
        tellsFailure("ListGroups");
        tellsFailure(
                "; 'rollcall check acme' tells what is not permitted; then run again to resume: rollcall sync acme");

        cli.sandbox().faults().clear();
        cli.run("sync", "acme").isDone();
        assertThat(lastRun()).isEqualTo("published 0 -");
        assertThat(cli.run("status").isDone().out()).doesNotContain(FAILED);
    }

    @Test
    void tooManyGaps() {
        groups().subList(3, 9).forEach(group -> cli.sandbox().faults().denyGroup(group));
        cli.run("sync", "acme").endsWith(1);

        assertThat(lastRun()).isEqualTo("failed 1 too-many-gaps");
        tellsFailure("groups could not be read");
    }

    @Test
    void staleConsent() {
        cli.run("sync", "acme", "--accept-removals=4711").endsWith(2);

        assertThat(lastRun()).isEqualTo("failed 2 stale-consent");
    }

    @Test
    void gapsAreNoFailure() {
        cli.sandbox().faults().denyGroup(groups().get(9));
        cli.run("sync", "acme").endsWith(4);

        assertThat(lastRun()).isEqualTo("published 4 -");
        assertThat(cli.run("status").isDone().out()).contains("1 groups in gap").doesNotContain(FAILED);
    }

    @Test
    void guardAfterAFailureIsTheLastThatWasHeard() {
        cli.sandbox().faults().denyOperation("ListUsers");
        cli.run("sync", "acme").endsWith(1);
        cli.sandbox().faults().clear();
        groups().subList(0, 12).forEach(group -> cli.directory().removeGroup(group));
        cli.run("sync", "acme", "--fresh").endsWith(3);

        assertThat(lastRun()).isEqualTo("guarded 3 -");
        assertThat(cli.run("status").isDone().out())
                .contains("acme: fresh", "held back by the guard")
                .doesNotContain(FAILED);
        assertThat(json().get("failure").isNull()).isTrue();
        assertThat(json().get("guarded_snapshot_id").asLong()).isPositive();
    }

    @Test
    void dryRunBusyRunAndCheckAreNotKept() throws SQLException {
        cli.sandbox().faults().denyOperation("ListUsers");
        cli.run("sync", "acme").endsWith(1);
        List<Map<String, Object>> kept = row();
        cli.run("sync", "acme", "--dry-run").endsWith(1);
        cli.sandbox().faults().clear();
        cli.run("sync", "acme", "--dry-run").isDone();
        cli.run("check", "acme").isDone();
        try (Connection holder = hold()) {
            assertThat(holder.isValid(1)).isTrue();
            cli.run("sync", "acme").endsWith(5);
            cli.job("acme", cli.jobFile().replaceFirst("/access-key\n", "/nothing\n"));
            cli.run("sync", "acme").isRefused(2, "nothing");
        }

        assertThat(row()).isEqualTo(kept);
    }

    @Test
    void runUnderWayIsToldWithItsRateItsEndAndWhereItIs() {
        // Slow enough for a slow machine to look at it half way.
        cli.sandbox().faults().latency(Duration.ofSeconds(1));
        CompletableFuture<CommandResult> sync = cli.call().begin("sync", "acme");
        JsonNode open = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> json().get("open"),
                        now -> !now.isNull() && !now.get("expected_end").isNull());
        String told = cli.run("status").isDone().out();

        assertThat(open.get("step").asString()).isEqualTo("memberships");
        assertThat(open.get("rate").asDouble()).isPositive();
        assertThat(open.get("groups").asLong()).isEqualTo(20);
        assertThat(open.get("host").asString()).isEqualTo(RunIdentity.host());
        assertThat(open.get("process").asLong())
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(told)
                .contains(" is under way since ", "; all is read at about ", "process " + RunIdentity.process())
                .containsPattern("\\n  memberships, [0-9]+/20 groups, [0-9,]+ members, [0-9.]+ req/s, [0-9:]+ left\\R");
        sync.join().isDone();
    }

    /** Where the reading began counts, and the database's clock. */
    @Test
    void scheduledSourceIsStaleOnceTwoOfItsDueTimesHavePassed() {
        cli.job("acme", cli.jobFile() + "schedule: every 6h\n");
        readBegan("11 hours 58 minutes");
        assertThat(cli.run("status").isDone().out()).contains("acme: fresh", "; stale from ");

        readBegan("12 hours");
        assertThat(cli.run("status").endsWith(1).out()).contains("acme: STALE", "; stale from ");
        assertThat(json().get("fresh").asBoolean()).isFalse();
        assertThat(json().get("fresh_within_seconds").isNull()).isTrue();

        cli.job("acme", cli.jobFile() + "schedule: every 6h\nfresh-within: 26h\n");
        assertThat(cli.run("status").isDone().out())
                .contains("acme: fresh", "; fresh within 26 h 0 min")
                .doesNotContain("stale from");

        cli.job("acme", cli.jobFile() + "schedule: \"0 0 * * *\"\ntime-zone: Asia/Kathmandu\n");
        readBegan("49 hours");
        assertThat(cli.run("status").endsWith(1).out()).contains("acme: STALE", "T18:15:00Z on");

        cli.removeJob("acme");
        assertThat(cli.run("status").isDone().out()).contains("acme: fresh");
    }

    @Test
    void firstRunThatFailsBeforeItHasASnapshot() {
        cli.job(
                "beta",
                cli.jobFile().replaceFirst("/access-key\n", "/nothing\n").replace("d-1234567890", "d-2222222222"));
        cli.run("sync", "beta").isRefused(2, "nothing");

        CommandResult status = cli.run("status", "beta").endsWith(1);
        assertThat(status.out()).contains("beta: STALE, never published", FAILED, "nothing");
    }

    @Test
    void readersRightsAreEnough() {
        cli.sandbox().faults().denyOperation("ListGroupMemberships");
        cli.run("sync", "acme").endsWith(1);
        String reader = "status_reader_" + ProcessHandle.current().pid();
        execute("CREATE ROLE " + reader + " LOGIN PASSWORD 'pw' IN ROLE rollcall_reader");
        try {
            Map<String, String> asReader = Map.of("ROLLCALL_DB_USER", reader, "ROLLCALL_DB_PASSWORD", "pw");
            assertThat(cli.run(asReader, "status").endsWith(1).out())
                    .contains("acme: fresh", "was interrupted", "20 groups listed so far read", FAILED);
            JsonNode read = JsonMapper.shared()
                    .readTree(cli.run(asReader, "status", "--json").endsWith(1).out());
            assertThat(read.propertyNames()).containsExactly(FIELDS);
            assertThat(read.get("open").propertyNames()).containsExactly(OPEN_FIELDS);
            assertThat(read.get("open").get("process").isNull()).isTrue();
            assertThat(read.get("notices_undelivered").asLong()).isZero();
        } finally {
            execute("DROP ROLE " + reader);
        }
    }

    /** Moves the last reading: a minute long, begun that long ago. */
    private void readBegan(String ago) {
        execute("""
                UPDATE directory.snapshot SET read_from = now() - interval '%1$s',
                       read_to = now() - interval '%1$s' + interval '1 minute'
                """.formatted(ago));
    }

    private void tellsFailure(String word) {
        assertThat(cli.run("status", "acme").endsWith(1).out()).contains("acme: fresh", FAILED, word);
    }

    private JsonNode json() {
        return JsonMapper.shared().readTree(cli.run("status", "acme", "--json").out());
    }

    private String assuming(String role) {
        return cli.jobFile().replaceFirst("(  secret-key-file: [^\n]*\n)", "$1  role-arn: " + role + "\n");
    }

    private List<GroupId> groups() {
        return cli.directory().groups().stream().map(group -> group.id()).toList();
    }

    private String lastRun() {
        return cli.jdbc().sql("""
                        SELECT concat_ws(' ', outcome, exit_code, coalesce(code, '-')) FROM directory.last_runs
                        WHERE source = 'acme' AND ended_at >= started_at AND seconds > 0
                        """).query(String.class).single();
    }

    private List<Map<String, Object>> row() {
        return cli.jdbc().sql("SELECT * FROM directory.last_run").query().listOfRows();
    }

    private Connection hold() throws SQLException {
        Connection connection = cli.database().dataSource().getConnection();
        JdbcClient.create(new SingleConnectionDataSource(connection, true))
                .sql("SELECT pg_advisory_lock(x'524F4C4C'::int, id) IS NULL FROM directory.source")
                .query(Boolean.class)
                .single();
        return connection;
    }

    private void execute(String sql) {
        int unused = cli.jdbc().sql(sql).update();
    }
}
