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
        "error"
    };

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void checkThenSyncThenStatus(Cloud cloud) {
        try (CliFixture premises = new CliFixture(cloud, SandboxDirectory.generate(1, SMALL, cloud))) {
            assertThat(premises.run("check", "acme").isDone().lines())
                    .allSatisfy(line -> assertThat(line).startsWith("ok "))
                    .anySatisfy(line -> assertThat(line).contains("schema version", "not there yet"));
            premises.run("status").isRefused(2, "rollcall migrate");

            CommandResult synced = premises.run("sync", "acme").isDone();
            assertThat(synced.out()).contains("acme: published snapshot", "its first", "20 groups, 400 memberships");
            assertThat(synced.err()).isEmpty();

            assertThat(premises.run("status").isDone().out()).contains("acme: fresh", "20 groups, 400 memberships");
            assertThat(premises.run("check", "--all").isDone().lines())
                    .allSatisfy(line -> assertThat(line).startsWith("ok "))
                    .anySatisfy(line -> assertThat(line).contains("list users", "permitted"))
                    .anySatisfy(line -> assertThat(line).contains("history"));
        }
    }

    @Test
    void jsonIsOneObjectASourceWithTheContractsFields() {
        try (CliFixture premises = premises(2)) {
            CommandResult ran = premises.run("sync", "--all", "--json").isDone();

            assertThat(ran.lines()).hasSize(1);
            JsonNode first = json(ran);
            assertThat(first.propertyNames()).containsExactly(JSON_FIELDS);
            assertThat(first.get("outcome").asString()).isEqualTo("published");
            assertThat(first.get("baseline").asBoolean()).isTrue();
            assertThat(first.get("groups").asLong()).isEqualTo(20);
            assertThat(first.get("error").isNull()).isTrue();

            GroupId group = premises.directory().groups().get(0).id();
            premises.sandbox().faults().denyGroup(group);
            JsonNode second = json(premises.run("sync", "acme", "--json").endsWith(4));
            assertThat(second.get("gaps").asLong()).isEqualTo(1);
            assertThat(second.get("exit_code").asInt()).isEqualTo(4);
        }
    }

    @Test
    void jsonOfAFailureNamesOperationAndRequest() {
        try (CliFixture premises = premises(3)) {
            premises.sandbox().faults().denyOperation("ListGroups");
            CommandResult ran = premises.run("sync", "acme", "--json").endsWith(1);

            JsonNode failed = json(ran);
            assertThat(failed.propertyNames()).containsExactly(JSON_FIELDS);
            assertThat(failed.get("outcome").asString()).isEqualTo("failed");
            assertThat(failed.get("groups").isNull()).isTrue();
            JsonNode error = failed.get("error");
            assertThat(error.propertyNames()).containsExactly("code", "message", "operation", "group_id", "request_id");
            assertThat(error.get("code").asString()).isEqualTo("denied");
            assertThat(error.get("operation").asString()).isEqualTo("ListGroups");
            assertThat(error.get("request_id").asString()).isNotBlank();

            CommandResult status = premises.run("status", "acme").endsWith(1);
            assertThat(status.out()).contains("the last run failed", "ListGroups");
            JsonNode standing = json(premises.run("status", "--json").endsWith(1));
            assertThat(standing.get("fresh").asBoolean()).isFalse();
            assertThat(standing.get("failure").get("message").asString()).contains("ListGroups");
        }
    }

    @Test
    void aDryRunPrintsWhoWouldJoinAndLeaveAndLeavesNothingBehind() {
        try (CliFixture premises = premises(4)) {
            premises.run("sync", "acme").isDone();
            List<Map<String, Object>> before = premises.published();
            GroupId group = premises.directory().groups().get(0).id();
            premises.directory().renameGroup(group, "Sales\n\u001b[31m\u202eevil");
            String leaver =
                    premises.directory().memberships(group).get(0).member().id();
            premises.directory().removeMember(group, leaver);
            String joiner = premises.directory().addUser().id();
            premises.directory().addMember(group, joiner);

            CommandResult ran = premises.run("sync", "acme", "--dry-run").isDone();

            assertThat(ran.out())
                    .contains("Sales\\n\\u{001B}[31m\\u{202E}evil (" + group.value() + "): group changed")
                    .contains("dry run, nothing published; the guard would not trip")
                    .doesNotContain("\u001b", "\u202e");
            assertThat(ran.lines()).contains("+ " + name(premises, joiner), "- " + name(premises, leaver), "users");
            assertThat(premises.published()).isEqualTo(before);
            assertThat(premises.jdbc()
                            .sql("SELECT count(*) FROM directory.snapshots")
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    @Test
    void theGuardNamesTheCommandThatConsents() {
        try (CliFixture premises = premises(5)) {
            premises.run("sync", "acme").isDone();
            List<Map<String, Object>> before = premises.published();
            premises.directory().groups().stream()
                    .limit(12)
                    .forEach(group -> premises.directory().removeGroup(group.id()));

            assertThat(premises.run("sync", "acme", "--dry-run").endsWith(3).out())
                    .contains("the guard would trip", "12 of 20 groups")
                    .doesNotContain("--accept-removals");
            CommandResult guarded = premises.run("sync", "acme").endsWith(3);
            assertThat(guarded.out()).contains("12 of 20 groups", "the group itself would go");
            assertThat(premises.published()).isEqualTo(before);
            assertThat(premises.run("status").out()).contains("held back by the guard");

            String command = guarded.lines().stream()
                    .filter(line -> line.contains("--accept-removals="))
                    .findFirst()
                    .orElseThrow()
                    .strip();
            long sent = premises.sandbox().requests().total();
            CommandResult consented = premises.run(
                            command.replaceFirst("^rollcall ", "").split(" "))
                    .isDone();

            assertThat(consented.out()).contains("published snapshot", "12 deleted");
            assertThat(premises.sandbox().requests().total()).isEqualTo(sent);
            assertThat(premises.jdbc()
                            .sql("SELECT consented_by FROM directory.snapshots WHERE consented_at IS NOT NULL")
                            .query(String.class)
                            .single())
                    .startsWith(System.getProperty("user.name"));
            assertThat(premises.run("sync", "acme", "--accept-removals=4711")
                            .endsWith(2)
                            .out())
                    .contains("no snapshot 4711");
        }
    }

    @Test
    void aSourceGoesOnUnderAnotherNameAndEnds() {
        try (CliFixture premises = premises(6)) {
            premises.run("sync", "acme").isDone();

            assertThat(premises.run("rename", "acme", "emea").isDone().out()).contains("acme.yaml", "emea.yaml");
            premises.run("sync", "acme").isRefused(2, "already source emea", "rollcall rename emea acme");
            premises.run("rename", "acme", "other").isRefused(2, "no source acme");
            premises.run("rename", "emea", "No Name").isRefused(2, "No Name");
            assertThat(premises.run("status", "emea").isDone().out()).contains("emea: fresh");

            assertThat(premises.run("retire", "emea").isDone().out()).contains("is retired");
            premises.run("retire", "emea").isRefused(2, "retired already");
            premises.run("retire", "nobody").isRefused(2, "no source nobody");
            assertThat(premises.published()).isEmpty();
        }
    }

    @Test
    void anOlderReadingThanTheJobFileWantsIsStale() {
        try (CliFixture premises = premises(7)) {
            premises.run("sync", "acme").isDone();
            premises.job("acme", premises.jobFile() + "fresh-within: 1h\n");
            premises.run("status", "acme").isDone();
            premises.jdbc()
                    .sql("UPDATE directory.snapshot SET read_to = read_to - interval '2 hours'")
                    .update();

            assertThat(premises.run("status", "acme").endsWith(1).out()).contains("STALE", "fresh within 1 h");
            premises.run("status", "nobody").isRefused(2, "no source nobody", "acme");
        }
    }

    @Test
    void migrateAppliesWhatIsPendingOnce() {
        try (CliFixture premises = premises(8)) {
            assertThat(premises.run("migrate").isDone().out()).contains("migrations applied");
            assertThat(premises.run("migrate").isDone().out()).contains("nothing was pending");
            assertThat(premises.run("status").endsWith(1).out()).contains("acme: STALE, never published");
        }
    }

    private static String name(CliFixture premises, String user) {
        return String.valueOf(premises.directory().user(user).orElseThrow().userName());
    }

    private static CliFixture premises(long seed) {
        return new CliFixture(Cloud.AWS, SandboxDirectory.generate(seed, SMALL, Cloud.AWS));
    }

    private static JsonNode json(CommandResult ran) {
        return JsonMapper.shared().readTree(ran.out());
    }
}
