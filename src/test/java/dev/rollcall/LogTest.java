package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.ProgramCommand;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log of the program as a process of its own: for people, for machines, and how much of it. */
class LogTest {
    private static final int GROUPS = 6;
    private static final Pattern REQUEST = Pattern.compile("(?m) DEBUG acme \\d+ [a-z]+: (\\w+)(?: of group (\\S+))?"
            + ": HTTP 200 in \\d+ ms, request ([0-9a-f-]+)$");

    private final TemporaryFolder folder = TemporaryFolder.create("rollcall-log");

    @AfterEach
    void close() {
        folder.close();
    }

    @Test
    void goodRunTellsItsStoryInLessThanTwentyLines() {
        try (CliFixture cli = cli(Cloud.AWS)) {
            String log = run(cli, Map.of(), "sync", "acme").isDone().err();

            assertThat(log)
                    .containsSubsequence(
                            " migrations applied",
                            "begins, with at most 1000 requests a second",
                            " memberships of 6 groups read",
                            "the link of its chain is",
                            "published after ")
                    .contains(" listing: 6 groups listed", " users: ", " memberships: ");
            assertThat(log.lines()).hasSizeLessThan(20).allMatch(line -> line.contains(" INFO  "));
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void verboseRunLogsEveryRequestAndNoBody(Cloud cloud) {
        try (CliFixture cli = cli(cloud)) {
            String log = run(cli, Map.of(), "-v", "sync", "acme").isDone().err();

            List<String> requests = REQUEST.matcher(log)
                    .results()
                    .map(request -> request.group(1) + " " + request.group(3))
                    .toList();
            assertThat(requests).hasSize((int) cli.sandbox().requests().total()).doesNotHaveDuplicates();
            assertThat(requests.stream().map(request -> request.split(" ", 2)[0]))
                    .contains("ListGroups", "ListUsers", "ListGroupMemberships");
            assertThat(log).doesNotContain("@example", "DisplayName", "display_name", "sandbox-secret");
        }
    }

    @ParameterizedTest
    @CsvSource({"-q, ", ", warn", ", error"})
    void quietRunLogsNothingWhereAllIsWell(@Nullable String option, @Nullable String variable) {
        try (CliFixture cli = cli(Cloud.AWS)) {
            Map<String, String> level = variable == null ? Map.of() : Map.of("ROLLCALL_LOG", variable);
            CommandResult ran =
                    option == null ? run(cli, level, "sync", "acme") : run(cli, level, "sync", "acme", option);

            assertThat(ran.isDone().err()).isEmpty();
            assertThat(ran.out()).contains("acme: published snapshot");
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void jsonNamesSourceSnapshotStepAndTheRequestsOfFailures(Cloud cloud) {
        try (CliFixture cli = cli(cloud)) {
            cli.sandbox().faults().denyGroup(cli.directory().groups().get(0).id());

            List<JsonNode> lines = json(run(cli, Map.of("ROLLCALL_LOG_FORMAT", "ecs"), "sync", "acme")
                    .endsWith(4)
                    .err());

            long snapshot = cli.jdbc()
                    .sql("SELECT snapshot_id FROM directory.snapshots")
                    .query(Long.class)
                    .single();
            assertThat(lines).allSatisfy(line -> {
                assertThat(line.at("/@timestamp").asString()).isNotEmpty();
                assertThat(line.at("/log/level").asString()).isIn("INFO", "WARN");
                assertThat(line.at("/service/name").asString()).isEqualTo("rollcall");
                assertThat(line.at("/ecs/version").asString()).isNotEmpty();
                assertThat(line.at("/process/pid").asLong()).isPositive();
            });
            List<JsonNode> ofTheRun = lines.stream()
                    .filter(line -> line.at("/rollcall/snapshot").asString().equals(Long.toString(snapshot)))
                    .toList();
            assertThat(ofTheRun)
                    .allSatisfy(line ->
                            assertThat(line.at("/rollcall/source").asString()).isEqualTo("acme"));
            Set<String> steps = ofTheRun.stream()
                    .map(line -> line.at("/rollcall/step").asString())
                    .collect(Collectors.toSet());
            assertThat(steps).contains("listing", "users", "memberships");
            JsonNode gap = lines.stream()
                    .filter(line -> line.at("/message").asString().contains("can't be read: ListGroupMemberships"))
                    .findFirst()
                    .orElseThrow();
            assertThat(gap.at("/log/level").asString()).isEqualTo("WARN");
            assertThat(gap.at("/rollcall/operation").asString()).isEqualTo("ListGroupMemberships");
            assertThat(gap.at("/rollcall/group").asString())
                    .isEqualTo(cli.directory().groups().get(0).id().value());
            assertThat(gap.at("/http/response/status_code").asInt()).isBetween(400, 403);
            assertThat(gap.at("/http/request/id").asString()).matches("[0-9a-f-]{36}");
        }
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void failedRunsLastLineHasItsCodeAndRequest(Cloud cloud) {
        try (CliFixture cli = cli(cloud)) {
            cli.sandbox().faults().denyOperation("ListGroups");

            List<JsonNode> lines = json(run(cli, Map.of("ROLLCALL_LOG_FORMAT", "ecs"), "sync", "acme")
                    .endsWith(1)
                    .err());

            JsonNode last = lines.get(lines.size() - 1);
            assertThat(last.at("/log/level").asString()).isEqualTo("ERROR");
            assertThat(last.at("/error/code").asString()).isEqualTo("denied");
            assertThat(last.at("/http/request/id").asString()).matches("[0-9a-f-]{36}");
            assertThat(last.at("/rollcall/source").asString()).isEqualTo("acme");
        }
    }

    /** What people are told beside the log, errors of usage included. */
    @Test
    void standardErrorIsJsonAlone() {
        try (CliFixture cli = cli(Cloud.AWS)) {
            Map<String, String> ecs = Map.of("ROLLCALL_LOG_FORMAT", "ecs");

            List<JsonNode> lines =
                    json(run(cli, ecs, "sync", "nobody").endsWith(2).err());

            assertThat(lines).hasSize(1);
            assertThat(lines.get(0).at("/log/level").asString()).isEqualTo("ERROR");
            assertThat(lines.get(0).at("/message").asString()).contains("nobody.yaml: no such job file");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ROLLCALL_LOG, loud, 'expected debug, info, warn or error'",
        "ROLLCALL_LOG_FORMAT, xml, expected text or ecs"
    })
    void unknownWordIsRefused(String variable, String value, String expected) {
        try (CliFixture cli = cli(Cloud.AWS)) {
            run(cli, Map.of(variable, value), "status").isRefused(2, variable, value, expected);
        }
    }

    @Test
    void verboseAndQuietDoNotGoTogether() {
        try (CliFixture cli = cli(Cloud.AWS)) {
            run(cli, Map.of(), "status", "-v", "-q").isRefused(2, "--verbose goes without --quiet");
        }
    }

    private CommandResult run(CliFixture cli, Map<String, String> differently, String... args) {
        Map<String, String> environment = new HashMap<>(cli.environment());
        environment.putAll(differently);
        return ProgramCommand.java(folder.path()).with(environment).run(args);
    }

    private static List<JsonNode> json(String log) {
        return log.lines().map(JsonMapper.shared()::readTree).toList();
    }

    private static CliFixture cli(Cloud cloud) {
        return new CliFixture(cloud, SandboxDirectory.generate(722, Shape.of(GROUPS, 60, 20), cloud));
    }
}
