package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.GroupId;
import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every command, as a scheduler or a person calls it. */
class CommandsTest {
    private static final Shape SMALL = Shape.of(20, 400, 60);
    private static final String[] JSON_FIELDS = {
        "source",
        "provider",
        "identity_store_id",
        "snapshot_id",
        "outcome",
        "baseline",
        "exit_code",
        "resumed",
        "groups",
        "memberships",
        "users",
        "groups_created",
        "groups_changed",
        "groups_deleted",
        "members_joined",
        "members_left",
        "users_created",
        "users_changed",
        "users_deleted",
        "gaps",
        "requests",
        "retries",
        "throttles",
        "seconds",
        "published_at",
        "chain",
        "error",
        "guard"
    };

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void checkThenSyncThenStatus(Cloud cloud) {
        try (CliFixture cli = new CliFixture(cloud, SandboxDirectory.generate(1, SMALL, cloud))) {
            assertThat(cli.run("check", "acme").isDone().lines())
                    .allSatisfy(line -> assertThat(line).startsWith("ok "))
                    .anySatisfy(line -> assertThat(line).contains("schema version", "not there yet"));
            cli.run("status").isRefused(2, "rollcall migrate");

            CommandResult synced = cli.run("sync", "acme").isDone();
            assertThat(synced.out()).contains("acme: published snapshot", "its first", "20 groups, 400 memberships");
            assertThat(synced.err()).isEmpty();

            assertThat(cli.run("status").isDone().out()).contains("acme: fresh", "20 groups, 400 memberships");
            assertThat(cli.run("check", "--all").isDone().lines())
                    .allSatisfy(line -> assertThat(line).startsWith("ok "))
                    .anySatisfy(line -> assertThat(line).contains("list users", "permitted"))
                    .anySatisfy(line -> assertThat(line).contains("history"));
        }
    }

    @Test
    void proxyOfAnotherKindIsRefusedByNameBeforeARequest() {
        Map<String, String> proxy = Map.of("HTTPS_PROXY", "socks5://user:SECRET@proxy.example:1080");
        try (CliFixture cli =
                new CliFixture(Cloud.HUAWEI, SandboxDirectory.generate(1, Shape.of(1, 1, 1), Cloud.HUAWEI))) {
            cli.run("migrate").isDone();
            CommandResult refused = cli.run(proxy, "sync", "acme");
            refused.isRefused(2, "HTTPS_PROXY: proxies of the kind socks5");
            assertThat(refused.err()).doesNotContain("SECRET");
            assertThat(cli.run(proxy, "check", "acme").endsWith(2).lines())
                    .anySatisfy(line -> assertThat(line).startsWith("FAIL  network: HTTPS_PROXY: "));
            assertThat(cli.sandbox().requests().total()).isZero();
            assertThat(cli.run(proxy, "status").err()).doesNotContain("HTTPS_PROXY");
        }
    }

    @Test
    void checkTellsTheWayToTheProviders() {
        try (CliFixture cli = cli(1)) {
            assertThat(cli.run("check", "acme").isDone().out()).contains("ok    network: no proxy");
            Map<String, String> proxy = Map.of("https_proxy", "user:SECRET@proxy.example:3128");
            assertThat(cli.run(proxy, "check", "acme").isDone().out())
                    .contains("ok    network: proxy proxy.example:3128 for https (https_proxy)")
                    .doesNotContain("SECRET");
        }
    }

    @Test
    void jsonIsOneObjectASourceWithTheContractsFields() {
        try (CliFixture cli = cli(2)) {
            CommandResult ran = cli.run("sync", "--all", "--json").isDone();

            assertThat(ran.lines()).hasSize(1);
            JsonNode first = json(ran);
            assertThat(first.propertyNames()).containsExactly(JSON_FIELDS);
            assertThat(first.get("outcome").asString()).isEqualTo("published");
            assertThat(first.get("baseline").asBoolean()).isTrue();
            assertThat(first.get("groups").asLong()).isEqualTo(20);
            assertThat(first.get("error").isNull()).isTrue();
            assertThat(first.get("guard").isNull()).isTrue();
            assertThat(first.get("chain").asString())
                    .isEqualTo(cli.jdbc()
                            .sql("SELECT chain FROM directory.snapshots")
                            .query(String.class)
                            .single());

            GroupId group = cli.directory().groups().get(0).id();
            cli.sandbox().faults().denyGroup(group);
            JsonNode second = json(cli.run("sync", "acme", "--json").endsWith(4));
            assertThat(second.get("gaps").asLong()).isEqualTo(1);
            assertThat(second.get("exit_code").asInt()).isEqualTo(4);
        }
    }

    @Test
    void jsonOfAFailureNamesOperationAndRequest() {
        try (CliFixture cli = cli(3)) {
            cli.sandbox().faults().denyOperation("ListGroups");
            CommandResult ran = cli.run("sync", "acme", "--json").endsWith(1);

            JsonNode failed = json(ran);
            assertThat(failed.propertyNames()).containsExactly(JSON_FIELDS);
            assertThat(failed.get("outcome").asString()).isEqualTo("failed");
            unknown(failed, "baseline", "groups", "members_left", "users_deleted", "gaps", "published_at", "guard");
            assertThat(failed.get("requests").asLong()).isPositive();
            JsonNode error = failed.get("error");
            assertThat(error.propertyNames()).containsExactly("code", "message", "operation", "group_id", "request_id");
            assertThat(error.get("code").asString()).isEqualTo("denied");
            assertThat(error.get("operation").asString()).isEqualTo("ListGroups");
            assertThat(error.get("request_id").asString()).isNotBlank();

            CommandResult status = cli.run("status", "acme").endsWith(1);
            assertThat(status.out()).contains("the last run failed", "ListGroups");
            JsonNode freshness = json(cli.run("status", "--json").endsWith(1));
            assertThat(freshness.get("fresh").asBoolean()).isFalse();
            assertThat(freshness.get("failure").get("message").asString()).contains("ListGroups");
        }
    }

    @Test
    void jsonOfARunWithoutASnapshotKnowsNoCount() {
        try (CliFixture cli = cli(9)) {
            JsonNode stale = json(
                    cli.run("sync", "acme", "--accept-removals=1", "--json").endsWith(2));
            unknown(stale, "snapshot_id", "groups", "gaps", "requests", "retries", "throttles");
            assertThat(stale.get("error").get("code").asString()).isEqualTo("stale-consent");
        }
    }

    @Test
    void dryRunPrintsWhoWouldJoinAndLeaveAndLeavesNothingBehind() {
        try (CliFixture cli = cli(4)) {
            cli.run("sync", "acme").isDone();
            List<Map<String, Object>> before = cli.published();
            GroupId group = cli.directory().groups().get(0).id();
            cli.directory().renameGroup(group, "Sales\n\u001b[31m\u202eevil");
            String leaver = cli.directory().memberships(group).get(0).member().id();
            cli.directory().removeMember(group, leaver);
            String joiner = cli.directory().addUser().id();
            cli.directory().addMember(group, joiner);

            CommandResult ran = cli.run("sync", "acme", "--dry-run").isDone();

            assertThat(ran.out())
                    .contains("Sales\\n\\u{001B}[31m\\u{202E}evil (" + group.value() + "): group changed")
                    .contains("dry run, nothing published; the guard would not trip")
                    .doesNotContain("\u001b", "\u202e");
            assertThat(ran.lines()).contains("+ " + name(cli, joiner), "- " + name(cli, leaver), "users");
            assertThat(cli.published()).isEqualTo(before);
            assertThat(cli.jdbc()
                            .sql("SELECT count(*) FROM directory.snapshots")
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    @Test
    void guardNamesTheCommandThatConsents() {
        try (CliFixture cli = cli(5)) {
            cli.run("sync", "acme").isDone();
            List<Map<String, Object>> before = cli.published();
            cli.directory().groups().stream()
                    .limit(12)
                    .forEach(group -> cli.directory().removeGroup(group.id()));

            assertThat(cli.run("sync", "acme", "--dry-run").endsWith(3).out())
                    .contains("the guard would trip", "12 of 20 groups")
                    .doesNotContain("--accept-removals");
            CommandResult guarded = cli.run("sync", "acme").endsWith(3);
            assertThat(guarded.out()).contains("12 of 20 groups", "the group itself would go");
            assertThat(cli.published()).isEqualTo(before);
            assertThat(cli.run("status").out()).contains("held back by the guard");

            String command = guarded.lines().stream()
                    .filter(line -> line.contains("--accept-removals="))
                    .findFirst()
                    .orElseThrow()
                    .strip();
            long sent = cli.sandbox().requests().total();
            CommandResult consented =
                    cli.run(command.replaceFirst("^rollcall ", "").split(" ")).isDone();

            assertThat(consented.out()).contains("published snapshot", "12 deleted");
            assertThat(cli.sandbox().requests().total()).isEqualTo(sent);
            assertThat(cli.jdbc()
                            .sql("SELECT consented_by FROM directory.snapshots WHERE consented_at IS NOT NULL")
                            .query(String.class)
                            .single())
                    .startsWith(System.getProperty("user.name"));
            assertThat(cli.run("sync", "acme", "--accept-removals=4711")
                            .endsWith(2)
                            .out())
                    .contains("no snapshot 4711");
        }
    }

    @Test
    void guardTellsWhatAPublishWouldDo() {
        try (CliFixture cli = cli(10)) {
            cli.run("sync", "acme").isDone();
            cli.directory().groups().stream()
                    .limit(12)
                    .forEach(group -> cli.directory().removeGroup(group.id()));
            long left = cli.directory().memberships().count();

            JsonNode dryRun =
                    json(cli.run("sync", "acme", "--dry-run", "--json").endsWith(3));
            assertThat(dryRun.get("guard").get("consent").isNull()).isTrue();
            JsonNode guarded = json(cli.run("sync", "acme", "--json").endsWith(3));
            long id = guarded.get("snapshot_id").asLong();
            for (JsonNode run : List.of(dryRun, guarded)) {
                assertThat(run.propertyNames()).containsExactly(JSON_FIELDS);
                assertThat(run.get("groups").asLong()).isEqualTo(8);
                assertThat(run.get("memberships").asLong()).isEqualTo(left);
                assertThat(run.get("groups_deleted").asLong()).isEqualTo(12);
                assertThat(run.get("members_left").asLong()).isEqualTo(400 - left);
                unknown(run, "published_at", "error");
                tellsTheGuard(run.get("guard"), 400 - left);
            }
            assertThat(guarded.get("outcome").asString()).isEqualTo("guarded");
            assertThat(guarded.get("guard").get("consent").asString())
                    .isEqualTo("rollcall sync acme --accept-removals=" + id);

            assertThat(cli.run("sync", "acme").endsWith(3).out())
                    .contains("published, it would be 8 groups, " + left + " memberships", "12 deleted");
        }
    }

    private static void tellsTheGuard(JsonNode guard, long membershipsRemoved) {
        assertThat(guard.propertyNames()).containsExactly("reasons", "counts", "examples", "consent");
        assertThat(guard.get("reasons").toString()).contains("12 of 20 groups would be removed");
        JsonNode counts = guard.get("counts");
        assertThat(counts.propertyNames())
                .containsExactly("memberships", "groups", "users", "groups_out_of_scope", "groups_tripped");
        assertThat(counts.get("memberships").toString())
                .isEqualTo("{\"removed\":" + membershipsRemoved + ",\"published\":400}");
        assertThat(counts.get("groups").toString()).isEqualTo("{\"removed\":12,\"published\":20}");
        assertThat(counts.get("users").get("removed").asLong()).isZero();
        assertThat(counts.get("groups_out_of_scope").asLong()).isZero();
        JsonNode example = guard.get("examples").get(0);
        assertThat(example.propertyNames())
                .containsExactly("group_id", "group_name", "members", "removed", "gone", "tripped");
        assertThat(example.get("gone").asBoolean()).isTrue();
    }

    @Test
    void sourceGoesOnUnderAnotherNameAndEnds() {
        try (CliFixture cli = cli(6)) {
            cli.run("sync", "acme").isDone();

            assertThat(cli.run("rename", "acme", "emea").isDone().out()).contains("acme.yaml", "emea.yaml");
            cli.run("sync", "acme").isRefused(2, "already source emea", "rollcall rename emea acme");
            cli.run("rename", "acme", "other").isRefused(2, "no source acme");
            cli.run("rename", "emea", "No Name").isRefused(2, "No Name");
            assertThat(cli.run("status", "emea").isDone().out()).contains("emea: fresh");

            assertThat(cli.run("retire", "emea").isDone().out()).contains("is retired");
            cli.run("retire", "emea").isRefused(2, "retired already");
            cli.run("retire", "nobody").isRefused(2, "no source nobody");
            assertThat(cli.published()).isEmpty();
        }
    }

    @Test
    void olderReadingThanTheJobFileWantsIsStale() {
        try (CliFixture cli = cli(7)) {
            cli.run("sync", "acme").isDone();
            cli.job("acme", cli.jobFile() + "fresh-within: 1h\n");
            cli.run("status", "acme").isDone();
            cli.jdbc()
                    .sql("UPDATE directory.snapshot SET read_to = read_to - interval '2 hours'")
                    .update();

            assertThat(cli.run("status", "acme").endsWith(1).out()).contains("STALE", "fresh within 1 h");
            cli.run("status", "nobody").isRefused(2, "no source nobody", "acme");
        }
    }

    @Test
    void migrateAppliesWhatIsPendingOnce() {
        try (CliFixture cli = cli(8)) {
            assertThat(cli.run("migrate").isDone().out()).contains("migrations applied");
            assertThat(cli.run("migrate").isDone().out()).contains("nothing was pending");
            assertThat(cli.run("status").endsWith(1).out()).contains("acme: STALE, never published");
            JsonNode unread = json(cli.run("status", "--json").endsWith(1));
            assertThat(unread.get("identity_store_id").asString()).isEqualTo("d-1234567890");
            unknown(unread, "snapshot_id", "age_seconds", "groups", "open", "failure", "notices_undelivered");
        }
    }

    private static String name(CliFixture cli, String user) {
        return String.valueOf(cli.directory().user(user).orElseThrow().userName());
    }

    private static CliFixture cli(long seed) {
        return new CliFixture(Cloud.AWS, SandboxDirectory.generate(seed, SMALL, Cloud.AWS));
    }

    private static void unknown(JsonNode result, String... fields) {
        assertThat(fields)
                .allSatisfy(field ->
                        assertThat(result.get(field).isNull()).as(field).isTrue());
    }

    private static JsonNode json(CommandResult ran) {
        return JsonMapper.shared().readTree(ran.out());
    }
}
