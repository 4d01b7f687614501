package dev.rollcall.directory.huawei;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.DescribedGroups;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException.Denied;
import dev.rollcall.directory.DirectoryException.InvalidRequest;
import dev.rollcall.directory.DirectoryException.MalformedResponse;
import dev.rollcall.directory.DirectoryException.NotFound;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.sandbox.HuaweiSignature;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class HuaweiGroupLookupTest {
    private static final List<GroupId> THREE = ids("1111", "2222", "4444");

    private final ScriptedServer server = new ScriptedServer();
    private final Directory directory = HuaweiFixture.open(server, 100, InstantSource.system());

    @AfterEach
    void close() {
        directory.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch-object.json", "batch-array.json"})
    void batchIsReadAsObjectAndAsBareArray(String file) {
        server.respond(HuaweiFixture.file(file));
        DescribedGroups described = directory.describeGroups(THREE);
        assertThat(described.found())
                .extracting(group -> group.id().value(), Group::displayName)
                .containsExactlyInAnyOrder(tuple("1111", "one"), tuple("2222", "two"));
        assertThat(described.missing()).containsExactly(new GroupId("4444"));
        assertThat(described.rest()).isEmpty();
    }

    @Test
    void batchIsPostedAsDocumentedAndSigned() {
        server.respond(HuaweiFixture.file("batch-object.json"));
        directory.describeGroups(THREE);
        assertThat(server.lastRequest().method()).isEqualTo("POST");
        assertThat(server.lastRequest().path()).isEqualTo("/v1/identity-stores/d-1234567890/groups/batch-query");
        assertThat(server.lastRequest().header("Content-Type")).startsWith("application/json");
        assertThat(server.lastRequest().body()).isEqualTo("{\"group_ids\":[\"1111\",\"2222\",\"4444\"]}");
        assertThat(HuaweiSignature.isOf(server.lastRequest(), AdapterFixture.ACCESS_KEY, AdapterFixture.SECRET_KEY))
                .isTrue();
    }

    @Test
    void idsBeyondTheBatchAreLeftOverInOrder() {
        server.respond(ServerResponse.json(200, "{\"groups\":[]}"));
        List<GroupId> many =
                IntStream.range(0, 120).mapToObj(i -> new GroupId("g" + i)).toList();
        DescribedGroups described = directory.describeGroups(many);
        assertThat(described.missing()).isEqualTo(many.subList(0, 50));
        assertThat(described.rest()).isEqualTo(many.subList(50, 120));
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"items\":[]}", "{\"groups\":null}", "{\"groups\":\"none\"}", "\"groups\"", "7", "null", "[7]"
            })
    void batchOfAnyOtherFormIsMalformedByName(String body) {
        server.respond(ServerResponse.json(200, body));
        assertThatThrownBy(() -> directory.describeGroups(THREE))
                .isInstanceOf(MalformedResponse.class)
                .hasMessageStartingWith("DescribeGroups: ");
    }

    @Test
    void batchThatIsRefusedForAnIdIsAnInvalidRequestAndTheIdAloneIsAskedForByItself() {
        server.respond(
                HuaweiFixture.error(400, "IIC.1004", "group_ids holds a bad id"),
                HuaweiFixture.error(404, "IIC.1002", "Group 1111 does not exist in identity store d-1234567890"),
                HuaweiFixture.error(400, "IIC.1000", "group_id is invalid"),
                ServerResponse.json(200, "{\"group_id\":\"4444\",\"display_name\":\"four\"}"));
        assertThatThrownBy(() -> directory.describeGroups(THREE))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        refused -> assertThat(refused.failure().group()).isNull());
        assertThat(directory.describeGroups(ids("1111")))
                .isEqualTo(new DescribedGroups(List.of(), ids("1111"), List.of()));
        assertThatThrownBy(() -> directory.describeGroups(ids("2222")))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        refused -> assertThat(refused.failure().group()).isEqualTo(new GroupId("2222")));
        assertThat(directory.describeGroups(ids("4444")).found())
                .extracting(Group::displayName)
                .containsExactly("four");
    }

    static Stream<ServerResponse> refusals() {
        return Stream.of(
                HuaweiFixture.error(403, "PAP5.0011", "Policy doesn't allow IdentityCenter:group:describeGroups"),
                HuaweiFixture.error(404, "APIGW.0101", "The API does not exist or has not been published"),
                HuaweiFixture.response(404, "text/html", "<html><body>Not Found</body></html>"),
                ServerResponse.json(404, ""),
                HuaweiFixture.error(405, "APIGW.0105", "Method not allowed"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void batchThatIsRefusedOrUnknownGivesWayToGroupsOneByOne(ServerResponse refusal) {
        server.respond(
                refusal,
                ServerResponse.json(200, "{\"group_id\":\"1111\",\"display_name\":\"one\"}"),
                HuaweiFixture.error(404, "IIC.1002", "Group 2222 does not exist in identity store d-1234567890"),
                ServerResponse.json(200, "{\"group_id\":\"4444\",\"display_name\":\"four\"}"));
        ListAppender<ILoggingEvent> log = listen();

        assertThat(directory.describeGroups(THREE)).isEqualTo(new DescribedGroups(List.of(), List.of(), THREE));
        DescribedGroups first = directory.describeGroups(THREE);
        assertThat(first.found()).extracting(Group::displayName).containsExactly("one");
        assertThat(first.rest()).isEqualTo(ids("2222", "4444"));
        DescribedGroups second = directory.describeGroups(first.rest());
        assertThat(second).isEqualTo(new DescribedGroups(List.of(), ids("2222"), ids("4444")));
        assertThat(directory.describeGroups(second.rest()).rest()).isEmpty();

        assertThat(server.requests())
                .extracting(request -> request.method() + " " + request.path())
                .containsExactly(
                        "POST /v1/identity-stores/d-1234567890/groups/batch-query",
                        "GET /v1/identity-stores/d-1234567890/groups/1111",
                        "GET /v1/identity-stores/d-1234567890/groups/2222",
                        "GET /v1/identity-stores/d-1234567890/groups/4444");
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .satisfies(line -> assertThat(line).contains("one by one"));
    }

    @Test
    void refusedKeysAreNoRefusalOfTheBatch() {
        server.respond(HuaweiFixture.error(403, "APIGW.0301", "Incorrect IAM authentication information"));
        assertThatThrownBy(() -> directory.describeGroups(THREE)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> directory.describeGroups(THREE)).isInstanceOf(Denied.class);
        assertThat(server.lastRequest().method()).isEqualTo("POST");
    }

    @Test
    void unknownIdentityStoreIsNoMissingGroup() {
        server.respond(
                HuaweiFixture.error(403, "PAP5.0011", "not allowed"),
                HuaweiFixture.error(404, "IIC.1001", "The identity store does not exist."));
        directory.describeGroups(THREE);
        assertThatThrownBy(() -> directory.describeGroups(THREE))
                .isInstanceOfSatisfying(
                        NotFound.class, gone -> assertThat(gone.identityStore()).isTrue());
    }

    @Test
    void idThatWouldChangeThePathIsNotSent() {
        server.respond(HuaweiFixture.error(403, "PAP5.0011", "not allowed"));
        directory.describeGroups(THREE);
        for (String id : List.of("../users", "..", "a/b", "a?b", "a%2Fb", "ü")) {
            assertThatThrownBy(() -> directory.describeGroups(ids(id))).isInstanceOf(InvalidRequest.class);
        }
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void answerAboutAnotherGroupIsMalformed() {
        server.respond(
                HuaweiFixture.error(403, "PAP5.0011", "not allowed"),
                ServerResponse.json(200, "{\"group_id\":\"other\"}"));
        directory.describeGroups(THREE);
        assertThatThrownBy(() -> directory.describeGroups(THREE))
                .isInstanceOf(MalformedResponse.class)
                .hasMessageStartingWith("DescribeGroup of group 1111: ");
    }

    private static ListAppender<ILoggingEvent> listen() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        ((Logger) LoggerFactory.getLogger(HuaweiGroupLookup.class)).addAppender(log);
        return log;
    }

    private static List<GroupId> ids(String... ids) {
        return Stream.of(ids).map(GroupId::new).toList();
    }
}
