package dev.rollcall.directory.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.MalformedResponse;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerRequest;
import dev.rollcall.http.ServerResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AwsDirectoryTest {
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
    void openingSendsTheStoreNoRequest() {
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void requestsCarryStorePageSizeGroupAndMarkerAndAreSigned() {
        answer("{\"GroupMemberships\":[]}");
        directory.listMemberships(GROUP, new Marker("from=here/+"));
        ServerRequest request = server.lastRequest();
        JsonNode body = JsonMapper.shared().readTree(request.body());
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.header("X-Amz-Target")).isEqualTo("AWSIdentityStore.ListGroupMemberships");
        assertThat(request.header("Authorization")).contains("AKIDEXAMPLE", "/eu-west-1/identitystore/");
        assertThat(body.get("IdentityStoreId").stringValue()).isEqualTo("d-1234567890");
        assertThat(body.get("MaxResults").intValue()).isEqualTo(3);
        assertThat(body.get("GroupId").stringValue()).isEqualTo("g-1");
        assertThat(body.get("NextToken").stringValue()).isEqualTo("from=here/+");
    }

    @Test
    void firstPageIsAskedForWithoutAMarker() {
        answer("{\"Users\":[]}");
        directory.listUsers(null);
        assertThat(server.lastRequest().body()).doesNotContain("NextToken");
    }

    @Test
    void describingSendsOneRequestAndLeavesTheRest() {
        answer("{\"GroupId\":\"g-1\",\"DisplayName\":\"One\"}");
        var described = directory.describeGroups(List.of(GROUP, new GroupId("g-2"), new GroupId("g-3")));
        assertThat(described.found()).extracting(Group::displayName).containsExactly("One");
        assertThat(described.missing()).isEmpty();
        assertThat(described.rest()).containsExactly(new GroupId("g-2"), new GroupId("g-3"));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void describingTakesTheProvidersSpellingOfAnId() {
        answer("{\"GroupId\":\"abcdef\"}");
        assertThat(directory.describeGroups(List.of(new GroupId("ABCDEF"))).found())
                .extracting(Group::id)
                .containsExactly(new GroupId("abcdef"));
    }

    @Test
    void anotherGroupThanAskedForIsMalformed() {
        answer("{\"GroupId\":\"g-9\"}");
        assertThatThrownBy(() -> directory.describeGroups(List.of(GROUP))).isInstanceOf(MalformedResponse.class);
    }

    @Test
    void checksumOfTheBodyDoesNotGetInTheWay() {
        server.respond(new ServerResponse(200, "{\"Groups\":[]}").with("x-amz-crc32", "12345"));
        assertThat(directory.listGroups(null).items()).isEmpty();
    }

    @Test
    void unknownGroupIsReportedAsMissing() {
        server.respond(new ServerResponse(
                400, "{\"__type\":\"ResourceNotFoundException\",\"ResourceType\":\"GROUP\",\"ResourceId\":\"g-1\"}"));
        assertThat(directory.describeGroups(List.of(GROUP)).missing()).containsExactly(GROUP);
    }

    @Test
    void unknownStoreIsNotTakenForAMissingGroup() {
        server.respond(new ServerResponse(
                400,
                "{\"__type\":\"ResourceNotFoundException\",\"ResourceType\":\"IDENTITY_STORE\","
                        + "\"ResourceId\":\"d-1234567890\"}"));
        assertThatThrownBy(() -> directory.describeGroups(List.of(GROUP)))
                .isInstanceOf(DirectoryException.NotFound.class);
    }

    private void answer(String page) {
        server.respond(new ServerResponse(200, page));
    }
}
