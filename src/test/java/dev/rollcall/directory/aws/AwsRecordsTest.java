package dev.rollcall.directory.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.directory.AdapterFixture;
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
import dev.rollcall.directory.wire.Network;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsRecordsTest {
    private static final GroupId GROUP = new GroupId("g-1");

    @TempDir
    Path folder;

    private final ScriptedServer server = new ScriptedServer();
    private Directory directory;

    @BeforeEach
    void open() {
        directory = new AwsProvider(new Network(Map.of()))
                .open(AdapterFixture.settings(
                        server.endpoint(), AdapterFixture.keyFiles(folder), 3, Duration.ofSeconds(20)));
    }

    @AfterEach
    void close() {
        directory.close();
        server.close();
    }

    @Test
    void groupPageIsReadWithAllThatItCarries() {
        answer(AdapterFixture.resource(getClass(), "groups.json"));
        assertThat(directory.listGroups(null))
                .isEqualTo(new Page<>(
                        List.of(
                                new Group(
                                        new GroupId("1234567890-a1b2c3d4-0000-4000-8000-000000000001"),
                                        "Platform\tTeam",
                                        "",
                                        List.of(new ExternalId("https://idp.example/scim", "g-1")),
                                        Instant.parse("2024-02-29T23:59:59.123Z"),
                                        "arn:aws:iam::111122223333:user/ada",
                                        Instant.ofEpochSecond(1_761_200_000),
                                        "arn:aws:iam::111122223333:user/bob"),
                                new Group(
                                        new GroupId("A1B2C3D4-0000-4000-8000-000000000002"),
                                        "Bare",
                                        null,
                                        List.of(),
                                        null,
                                        null,
                                        null,
                                        null)),
                        new Marker("AAMA-EFRSURBSGtKV0=")));
    }

    @Test
    void membershipsCarryTimeAndPrincipalOfCreation() {
        answer(AdapterFixture.resource(getClass(), "memberships.json"));
        assertThat(directory.listMemberships(GROUP, null).items())
                .first()
                .isEqualTo(new Membership(
                        GROUP,
                        new Member.User("u-1"),
                        "m-1",
                        Instant.ofEpochSecond(1_709_251_199),
                        "arn:aws:iam::111122223333:user/ada"));
    }

    @Test
    void memberOfAnUnknownKindKeepsItsNameAndValueAndThoseAfterItAreRead() {
        answer(AdapterFixture.resource(getClass(), "memberships.json"));
        assertThat(directory.listMemberships(GROUP, null).items())
                .extracting(Membership::membershipId, Membership::member)
                .containsExactly(
                        tuple("m-1", new Member.User("u-1")),
                        tuple("m-2", new Member.Unknown("GroupId", "g-nested")),
                        tuple("m-3", new Member.Unknown("Robot", "{\"Serial\":7}")),
                        tuple("m-4", new Member.User("u-4")));
    }

    @Test
    void userIsReadWithItsPrimaryAddressAndNothingPrivate() {
        answer(AdapterFixture.resource(getClass(), "users.json"));
        assertThat(directory.listUsers(null).items())
                .first()
                .isEqualTo(new User(
                        "u-1",
                        "ada",
                        "Ada Lovelace",
                        "ada@corp.example",
                        User.Status.ENABLED,
                        List.of(new ExternalId("https://idp.example/scim", "e-1")),
                        Instant.parse("2024-02-29T23:59:59.500Z"),
                        "scim",
                        Instant.parse("2024-03-01T00:00:00.250Z"),
                        "scim"));
    }

    @Test
    void firstAddressStandsInForAPrimaryOneAndAnUnknownStatusForNone() {
        answer(AdapterFixture.resource(getClass(), "users.json"));
        assertThat(directory.listUsers(null).items())
                .extracting(User::email, User::status)
                .containsExactly(
                        tuple("ada@corp.example", User.Status.ENABLED),
                        tuple("second@corp.example", User.Status.DISABLED),
                        tuple(null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"NextToken\":null", ",\"NextToken\":\"\""})
    void absentNullOrEmptyMarkerEndsTheListing(String marker) {
        answer("{\"Groups\":[]" + marker + "}");
        assertThat(directory.listGroups(null).next()).isNull();
    }

    @Test
    void emptyPageWithMarkerGoesOn() {
        answer("{\"GroupMemberships\":[],\"NextToken\":\"more\"}");
        assertThat(directory.listMemberships(GROUP, null)).isEqualTo(new Page<>(List.of(), new Marker("more")));
    }

    @Test
    void nullListIsAnEmptyOne() {
        answer("{\"GroupMemberships\":null,\"NextToken\":\"more\"}");
        assertThat(directory.listMemberships(GROUP, null)).isEqualTo(new Page<>(List.of(), new Marker("more")));
        answer("{\"Groups\":null}");
        assertThat(directory.listGroups(null)).isEqualTo(new Page<>(List.of(), null));
        answer("{\"Users\":null}");
        assertThat(directory.listUsers(null)).isEqualTo(new Page<>(List.of(), null));
    }

    @Test
    void timesKeepTheirFraction() {
        answer("{\"Groups\":[{\"GroupId\":\"g\",\"CreatedAt\":1.709251199123456E9,\"UpdatedAt\":-0.5}]}");
        assertThat(directory.listGroups(null).items())
                .extracting(Group::createdAt, Group::updatedAt)
                .containsExactly(
                        tuple(Instant.parse("2024-02-29T23:59:59.123456Z"), Instant.parse("1969-12-31T23:59:59.500Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Groups\":[{\"DisplayName\":\"no id\"}]}",
                "{\"Groups\":[{\"GroupId\":null}]}",
                "{\"Groups\":[{\"GroupId\":\"\"}]}",
                "{\"Groups\":[{\"GroupId\":7}]}",
                "{\"Groups\":[{\"GroupId\":\"12345678901234567890123456789012345678901234567890123456789012345\"}]}",
                "{\"Groups\":[{\"GroupId\":\"g\",\"DisplayName\":{\"a\":\"b\"}}]}",
                "{\"Groups\":[{\"GroupId\":\"g\",\"DisplayName\":[\"a\"]}]}",
                "{\"Groups\":[{\"GroupId\":\"g\",\"Description\":5}]}",
                "{\"Groups\":[{\"GroupId\":\"g\",\"ExternalIds\":\"x\"}]}",
                "{\"Groups\":[{\"GroupId\":\"g\",\"ExternalIds\":[{\"Issuer\":\"i\"}]}]}",
                "{\"Groups\":[{\"GroupId\":\"g\",\"CreatedAt\":\"2024-01-01\"}]}",
                "{\"Groups\":[{\"GroupId\":\"g\",\"CreatedAt\":1e300}]}",
                "{\"Groups\":[{\"GroupId\":\"g\",\"CreatedAt\":1e999999999}]}",
                "{\"Groups\":[{\"GroupId\":\"g\",\"CreatedAt\":253402300800}]}",
                "{\"Groups\":[{\"GroupId\":\"g\",\"CreatedAt\":-62135596801}]}",
                "{\"Groups\":[null]}",
                "{\"Groups\":{}}",
                "{\"Groups\":[],\"NextToken\":{}}",
                "{\"NextToken\":{\"a\":\"b\"},\"Groups\":[{\"GroupId\":\"g\"}]}",
                "{}",
                "[]",
                "null",
                "",
                "{\"Groups\":[{\"GroupId\":\"g\"}",
                "{\"Groups\":[]} trailing",
                "<html>Sign in to the hotel</html>"
            })
    void pageThatIsNotAsDocumentedIsMalformedNeverFewerRows(String page) {
        server.respond(new ServerResponse(200, page).with("x-amzn-RequestId", "req-7"));
        assertThatThrownBy(() -> directory.listGroups(null))
                .isInstanceOfSatisfying(MalformedResponse.class, malformed -> {
                    assertThat(malformed.failure().operation()).isEqualTo("ListGroups");
                    assertThat(malformed.failure().requestId()).isEqualTo("req-7");
                    assertThat(malformed.failure().status()).isEqualTo(200);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"MemberId\":{\"UserId\":\"u\"}}",
                "{\"MembershipId\":\"\",\"MemberId\":{\"UserId\":\"u\"}}",
                "{\"MembershipId\":\"m\"}",
                "{\"MembershipId\":\"m\",\"MemberId\":null}",
                "{\"MembershipId\":\"m\",\"MemberId\":{}}",
                "{\"MembershipId\":\"m\",\"MemberId\":{\"UserId\":\"\"}}",
                "{\"MembershipId\":\"m\",\"MemberId\":{\"UserId\":5}}",
                "{\"MembershipId\":\"m\",\"MemberId\":\"u\"}"
            })
    void membershipWithoutItsIdsIsMalformed(String membership) {
        answer("{\"GroupMemberships\":[" + membership + "]}");
        assertThatThrownBy(() -> directory.listMemberships(GROUP, null))
                .isInstanceOf(MalformedResponse.class)
                .hasMessageContaining("ListGroupMemberships of group g-1")
                .hasMessageContaining("GroupMemberships[0]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"UserName\":\"ada\"}",
                "{\"UserId\":\"u\",\"UserName\":true}",
                "{\"UserId\":\"u\",\"Emails\":[\"a@b.example\"]}",
                "{\"UserId\":\"u\",\"Emails\":[{\"Value\":\"a@b.example\",\"Primary\":\"yes\"}]}"
            })
    void userThatIsNotAsDocumentedIsMalformed(String user) {
        answer("{\"Users\":[" + user + "]}");
        assertThatThrownBy(() -> directory.listUsers(null)).isInstanceOf(MalformedResponse.class);
    }

    @Test
    void idsUpToTheWidestDocumentedAreTaken() {
        String id = "1".repeat(64);
        answer("{\"Groups\":[{\"GroupId\":\"" + id + "\"}]}");
        assertThat(directory.listGroups(null).items()).extracting(Group::id).containsExactly(new GroupId(id));
    }

    private void answer(String page) {
        server.respond(new ServerResponse(200, page));
    }
}
