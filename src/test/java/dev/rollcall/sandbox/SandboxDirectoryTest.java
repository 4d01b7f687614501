package dev.rollcall.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Member;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.User;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SandboxDirectoryTest {
    static Stream<Shape> shapes() {
        return Stream.of(Shape.small(), Shape.of(1, 3, 3), Shape.of(300, 20_000, 900), Shape.of(4, 40, 10));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void directoryHasTheShapeAskedFor(Shape shape) {
        SandboxDirectory directory = SandboxDirectory.generate(5, shape);

        assertThat(directory.groupCount()).isEqualTo(shape.groups());
        assertThat(directory.membershipCount()).isEqualTo(shape.memberships());
        assertThat(directory.userCount()).isEqualTo(shape.users());
        assertThat(directory.groups().stream()
                        .mapToInt(group -> directory.memberships(group.id()).size())
                        .max())
                .hasValue(shape.largest());
        assertThat(directory.memberships().map(Membership::membershipId)).doesNotHaveDuplicates();
        for (Group group : directory.groups()) {
            assertThat(directory.memberships(group.id()).stream().map(Membership::member))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void twoMillionMembershipsTakeLittleMemory() {
        SandboxDirectory giant = SandboxDirectory.generate(1, Shape.giant());

        assertThat(giant.membershipCount()).isEqualTo(2_000_000);
        assertThat(giant.groupCount()).isEqualTo(50_000);
    }

    @Test
    void directoryHoldsWhatRealDirectoriesHold() {
        SandboxDirectory directory = SandboxDirectory.generate(5, Shape.small(), Cloud.HUAWEI);

        assertThat(directory.groups()).extracting(Group::description).contains("", null, "All of Sales");
        assertThat(directory.groups())
                .extracting(Group::displayName)
                .anyMatch(name -> name != null && name.contains("\t"));
        assertThat(directory.groups())
                .anyMatch(group -> directory.memberships(group.id()).isEmpty());
        assertThat(directory.users().map(User::status)).contains(User.Status.DISABLED, User.Status.ENABLED);
        assertThat(directory.groups().stream().flatMap(group -> group.externalIds().stream()))
                .anyMatch(id -> id.issuer() == null)
                .anyMatch(id -> id.issuer() != null);
    }

    @Test
    void nobodyIsAMemberBeforeGroupAndUserAreThere() {
        SandboxDirectory directory = SandboxDirectory.generate(5, Shape.small());
        directory.change(1);

        for (Group group : directory.groups()) {
            assertThat(directory.memberships(group.id())).allSatisfy(row -> {
                assertThat(row.createdAt()).isAfter(group.createdAt());
                assertThat(row.createdAt())
                        .isAfter(directory.user(row.member().id()).orElseThrow().createdAt());
            });
        }
    }

    @Test
    void sameSeedGivesTheSameDirectoryAndTheSameChange() {
        SandboxDirectory one = SandboxDirectory.generate(9, Shape.small());
        SandboxDirectory other = SandboxDirectory.generate(9, Shape.small());
        one.change(1);
        other.change(1);

        assertThat(one.groups()).isEqualTo(other.groups());
        assertThat(one.memberships())
                .containsExactlyElementsOf(other.memberships().toList());
        assertThat(one.users()).containsExactlyElementsOf(other.users().toList());
    }

    @Test
    void changeIsSmallAndOfEveryKind() {
        SandboxDirectory directory = SandboxDirectory.generate(9, Shape.small());
        List<Group> groupsBefore = directory.groups();
        Set<Membership> before = new HashSet<>(directory.memberships().toList());
        for (int day = 0; day < 5; day++) {
            directory.change(day);
        }
        Set<Membership> after = new HashSet<>(directory.memberships().toList());

        assertThat(directory.groups()).anyMatch(group -> !groupsBefore.contains(group));
        assertThat(groupsBefore).anyMatch(group -> directory.group(group.id()).isEmpty());
        assertThat(after)
                .hasSizeBetween(before.size() - 100, before.size() + 100)
                .anyMatch(row -> !before.contains(row));
        assertThat(before).anyMatch(row -> !after.contains(row));
    }

    @Test
    void memberWhoRejoinsHasANewMembershipId() {
        SandboxDirectory directory = SandboxDirectory.empty(Cloud.AWS);
        GroupId group = directory.addGroup().id();
        String user = directory.addUser().id();
        Membership first = directory.addMember(group, user);

        Membership second = directory.rejoin(group, user);

        assertThat(second.member()).isEqualTo(first.member());
        assertThat(second.membershipId()).isNotEqualTo(first.membershipId());
        assertThat(directory.memberships()).containsExactly(second);
    }

    @Test
    void rowsCanBeAddedAsGiven() {
        SandboxDirectory directory = SandboxDirectory.empty(Cloud.AWS);
        GroupId group = directory.addGroup().id();
        Membership robot = new Membership(group, new Member.Unknown("RobotId", "r2"), "m-1", null, null);

        directory.addMember(robot);
        assertThat(directory.memberships(group)).containsExactly(robot);
        directory.removeMember(group, "r2");
        assertThat(directory.memberships(group)).isEmpty();
    }

    @Test
    void removedUserIsInNoGroup() {
        SandboxDirectory directory = SandboxDirectory.generate(9, Shape.small());
        String user = directory.users().findFirst().orElseThrow().id();

        directory.removeUser(user);

        assertThat(directory.user(user)).isEmpty();
        assertThat(directory.memberships().map(row -> row.member().id())).doesNotContain(user);
    }

    @Test
    void listingGoesOnFromItsPositionThoughRowsBeforeItAreGone() {
        SandboxDirectory directory = SandboxDirectory.generate(9, Shape.small());
        List<Group> all = directory.groups();
        ListingSlice<Group> first = directory.listGroups(-1, 10);

        directory.removeGroup(all.get(3).id());
        directory.removeGroup(all.get(9).id());

        assertThat(directory.listGroups(first.last(), 100).rows()).isEqualTo(all.subList(10, 50));
    }
}
