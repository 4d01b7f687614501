package dev.rollcall.directory.huawei;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException.MalformedResponse;
import dev.rollcall.directory.ExternalId;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Member;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.User;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HuaweiRecordsTest {
    private static final GroupId GROUP = new GroupId("1111");

    private final ScriptedServer server = new ScriptedServer();
    private final Directory directory = HuaweiFixture.open(server, 25, InstantSource.system());

    @AfterEach
    void close() {
        directory.close();
        server.close();
    }

    @Test
    void groupsAreReadWithEveryAttribute() {
        server.respond(HuaweiFixture.file("groups-first-page.json"));
        Page<Group> page = directory.listGroups(null);
        assertThat(page.items())
                .containsExactly(
                        new Group(
                                GROUP,
                                "管理者\tand\ttabs",
                                "",
                                List.of(
                                        new ExternalId(null, "single"),
                                        new ExternalId("https://idp.example", "g-1"),
                                        new ExternalId(null, "g-2")),
                                Instant.parse("2023-03-01T00:00:00.123Z"),
                                "creator",
                                Instant.parse("2100-01-01T00:00:00.999Z"),
                                "updater"),
                        new Group(new GroupId("2222"), "no ids", null, List.of(), null, null, null, null),
                        new Group(new GroupId("3333"), null, null, List.of(), null, null, null, null));
        assertThat(page.next()).isEqualTo(new Marker("bWFya2VyKy89PSBhbmQgbW9y+/="));
    }

    @Test
    void memberKindThatNobodyKnowsSurvivesUnderItsOwnName() {
        server.respond(HuaweiFixture.file("memberships.json"));
        assertThat(directory.listMemberships(GROUP, null).items())
                .extracting(Membership::membershipId, Membership::member)
                .containsExactly(
                        tuple("m-1", new Member.User("u-1")),
                        tuple("m-2", new Member.Unknown("group_id", "g-9")),
                        tuple("m-3", new Member.Unknown("robot", "{\"serial\":7}")));
    }

    @Test
    void membershipsCarryTheirGroupAndNoTimes() {
        server.respond(HuaweiFixture.file("memberships.json"));
        assertThat(directory.listMemberships(GROUP, null).items())
                .extracting(Membership::group, Membership::createdAt, Membership::createdBy)
                .containsOnly(tuple(GROUP, null, null));
    }

    @Test
    void usersAreReadWithPrimaryElseFirstEmailAndStatus() {
        server.respond(HuaweiFixture.file("users.json"));
        Page<User> page = directory.listUsers(null);
        assertThat(page.items())
                .extracting(User::id, User::userName, User::displayName, User::email, User::status)
                .containsExactly(
                        tuple("u-1", "ann", "Ann", "primary@corp.example", User.Status.ENABLED),
                        tuple("u-2", "ben", null, "a@b.example", User.Status.DISABLED),
                        tuple("u-3", null, null, null, null));
        assertThat(page.items().get(0).externalIds()).containsExactly(new ExternalId("https://idp.example", "u-1"));
        assertThat(page.items().get(0).createdAt()).isEqualTo("2023-03-01T00:00:00.123Z");
        assertThat(page.items().get(0).updatedBy()).isEqualTo("updater");
        assertThat(server.lastRequest().path()).isEqualTo("/v1/identity-stores/d-1234567890/users");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"next_marker\":null}", "{\"next_marker\":\"\"}", "{}", "{\"current_count\":0}"})
    void nullAbsentAndEmptyMarkersEndTheListing(String pageInfo) {
        server.respond(ServerResponse.json(200, "{\"groups\":[{\"group_id\":\"1\"}],\"page_info\":" + pageInfo + "}"));
        assertThat(directory.listGroups(null).next()).isNull();
    }

    @Test
    void emptyPageWithMarkerGoesOn() {
        server.respond(ServerResponse.json(200, "{\"group_memberships\":[],\"page_info\":{\"next_marker\":\"on\"}}"));
        assertThat(directory.listMemberships(GROUP, null)).isEqualTo(new Page<>(List.of(), new Marker("on")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"current_count\":0}", "{\"current_count\":null}"})
    void nullListIsAnEmptyOneUnlessItsCountSaysOtherwise(String pageInfo) {
        for (String list : List.of("groups", "group_memberships", "users")) {
            server.respond(ServerResponse.json(200, "{\"" + list + "\":null,\"page_info\":" + pageInfo + "}"));
            Page<?> page = switch (list) {
                case "groups" -> directory.listGroups(null);
                case "users" -> directory.listUsers(null);
                default -> directory.listMemberships(GROUP, null);
            };
            assertThat(page).isEqualTo(new Page<>(List.of(), null));
        }
    }

    @Test
    void idOfSixtyFourCharactersIsTaken() {
        String id = "g".repeat(64);
        server.respond(ServerResponse.json(200, "{\"groups\":[{\"group_id\":\"" + id + "\"}],\"page_info\":{}}"));
        assertThat(directory.listGroups(null).items()).extracting(Group::id).containsExactly(new GroupId(id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"groups\":[{}],\"page_info\":{}}",
                "{\"groups\":[{\"group_id\":null}],\"page_info\":{}}",
                "{\"groups\":[{\"group_id\":\"\"}],\"page_info\":{}}",
                "{\"groups\":[{\"group_id\":7}],\"page_info\":{}}",
                "{\"groups\":[null],\"page_info\":{}}",
                "{\"groups\":[{\"group_id\":\"1\",\"created_at\":\"yesterday\"}],\"page_info\":{}}",
                "{\"groups\":[{\"group_id\":\"1\",\"created_at\":99999999999999999999}],\"page_info\":{}}",
                "{\"groups\":[{\"group_id\":\"1\",\"external_ids\":[{\"issuer\":\"x\"}]}],\"page_info\":{}}",
                "{\"groups\":{},\"page_info\":{}}",
                "{\"page_info\":{}}",
                "{\"groups\":[]}",
                "{\"groups\":null}",
                "{\"groups\":null,\"page_info\":null}",
                "{\"groups\":null,\"page_info\":{\"current_count\":1}}",
                "{\"groups\":[{\"group_id\":\"1\"}],\"page_info\":{\"current_count\":2}}",
                "{\"groups\":[],\"page_info\":{\"current_count\":\"none\"}}",
                "{\"groups\":[],\"page_info\":{\"current_count\":0.5}}",
                "{\"groups\":[],\"page_info\":{\"next_marker\":[]}}",
                "{\"groups\":[{\"group_id\":\"1\"}",
                "[]",
                "null",
                "",
                "plain text"
            })
    void answerThatIsNoListOfGroupsIsMalformed(String body) {
        server.respond(ServerResponse.json(200, body).with("X-Request-Id", "req-1"));
        assertThatThrownBy(() -> directory.listGroups(null))
                .isInstanceOf(MalformedResponse.class)
                .hasMessageStartingWith("ListGroups: ")
                .hasMessageContaining("req-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"member_id\":{\"user_id\":\"u\"}}",
                "{\"membership_id\":\"m\"}",
                "{\"membership_id\":\"m\",\"member_id\":null}",
                "{\"membership_id\":\"m\",\"member_id\":{}}",
                "{\"membership_id\":\"m\",\"member_id\":{\"user_id\":null}}",
                "{\"membership_id\":\"m\",\"member_id\":{\"user_id\":\"\"}}",
                "{\"membership_id\":\"m\",\"member_id\":{\"user_id\":\"u\"},\"group_id\":\"other\"}"
            })
    void membershipWithoutItsMandatoryFieldsIsMalformed(String membership) {
        server.respond(ServerResponse.json(200, "{\"group_memberships\":[" + membership + "],\"page_info\":{}}"));
        assertThatThrownBy(() -> directory.listMemberships(GROUP, null))
                .isInstanceOf(MalformedResponse.class)
                .hasMessageStartingWith("ListGroupMemberships of group 1111: ");
    }

    @Test
    void userWithoutIdIsMalformed() {
        server.respond(ServerResponse.json(200, "{\"users\":[{\"user_name\":\"ann\"}],\"page_info\":{}}"));
        assertThatThrownBy(() -> directory.listUsers(null))
                .isInstanceOf(MalformedResponse.class)
                .hasMessageContaining("user_id is missing");
    }

    @Test
    void malformedAnswerIsNotQuotedInTheError() {
        server.respond(ServerResponse.json(200, "{\"users\":[{\"display_name\":\"Private Name\" oops"));
        assertThatThrownBy(() -> directory.listUsers(null))
                .hasMessageContaining("not JSON")
                .hasNoCause()
                .message()
                .doesNotContain("Private");
    }
}
