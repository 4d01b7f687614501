package dev.rollcall.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.GroupId;
import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each permission that a sync needs is tried, or the line says that it can't be. */
class ProviderChecksTest {
    private static final Shape TINY = Shape.of(4, 12, 6);

    static Stream<Arguments> permissionsForAllGroups() {
        return Stream.of(Cloud.values())
                .flatMap(cloud -> Stream.of("ListGroups", "DescribeGroup", "ListGroupMemberships", "ListUsers")
                        .map(operation -> Arguments.of(cloud, operation)));
    }

    @ParameterizedTest
    @MethodSource("permissionsForAllGroups")
    void permissionThatIsMissingFailsTheCheck(Cloud cloud, String operation) {
        try (CliFixture cli = new CliFixture(cloud, SandboxDirectory.generate(81, TINY, cloud))) {
            cli.sandbox().faults().denyOperation(operation);
            CommandResult checked = cli.run("check", "acme").endsWith(1);

            assertThat(checked.lines().stream().filter(line -> line.startsWith("FAIL")))
                    .singleElement()
                    .asString()
                    .contains(operation);
        }
    }

    @ParameterizedTest
    @MethodSource("permissionsForAllGroups")
    void eachPermissionIsTried(Cloud cloud, String operation) {
        try (CliFixture cli = new CliFixture(cloud, SandboxDirectory.generate(82, TINY, cloud))) {
            cli.run("check", "acme").isDone();

            assertThat(cli.sandbox().requests().served(operation)).isPositive();
        }
    }

    @Test
    void groupsAreReadOneByOneWhereTheyCannotBeLookedUpTogether() {
        try (CliFixture cli = scoped(Cloud.HUAWEI)) {
            cli.sandbox().faults().denyOperation("DescribeGroups");
            CommandResult checked = cli.run("check", "acme").isDone();

            assertThat(checked.out())
                    .contains("look up groups together: not permitted; they are looked up one by one")
                    .contains("read a group: permitted");
            assertThat(cli.sandbox().requests().served("DescribeGroup")).isPositive();

            cli.sandbox().faults().denyOperation("DescribeGroup");
            assertThat(cli.run("check", "acme").endsWith(1).out()).contains("FAIL  source acme, read a group");
        }
    }

    @Test
    void bothWaysToLookUpGroupsAreTried() {
        try (CliFixture cli = scoped(Cloud.HUAWEI)) {
            assertThat(cli.run("check", "acme").isDone().out()).contains("look up groups together: permitted");
            assertThat(cli.sandbox().requests().served("DescribeGroups")).isEqualTo(1);
            assertThat(cli.sandbox().requests().served("DescribeGroup")).isEqualTo(1);
        }
    }

    @Test
    void idThatTheProviderRefusesIsToldAndFailsNothing() {
        try (CliFixture cli = scoped(Cloud.HUAWEI)) {
            cli.sandbox().faults().unknownIdsRefused(true);
            GroupId first = cli.directory().groups().get(0).id();
            cli.directory().removeGroup(first);

            assertThat(cli.run("check", "acme").isDone().out())
                    .contains("look up groups together: permitted; the provider refuses one of")
                    .contains("read a group: permitted; the provider does not know group " + first);
        }
    }

    @Test
    void storeWithoutGroupsSaysWhatCannotBeTried() {
        try (CliFixture cli = new CliFixture(Cloud.AWS, SandboxDirectory.generate(83, Shape.of(1, 3, 3)))) {
            cli.directory().removeGroup(cli.directory().groups().get(0).id());

            assertThat(cli.run("check", "acme").isDone().out())
                    .contains("it lists no group, so that reading one and its members can't be tried");
        }
    }

    private static CliFixture scoped(Cloud cloud) {
        CliFixture cli = new CliFixture(cloud, SandboxDirectory.generate(84, TINY, cloud));
        String ids = cli.directory().groups().stream()
                .map(group -> group.id().value())
                .collect(Collectors.joining(", "));
        cli.job("acme", cli.jobFile() + "scope:\n  group-ids: [" + ids + "]\n");
        return cli;
    }
}
