package dev.rollcall.directory.huawei;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.sandbox.HuaweiSignature;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HuaweiDirectoryTest {
    private static final GroupId GROUP = new GroupId("1111");

    private final ScriptedServer server = new ScriptedServer();
    private final Directory directory = HuaweiFixture.open(server, 25, InstantSource.system());

    @AfterEach
    void close() {
        directory.close();
        server.close();
    }

    @Test
    void firstPageIsAskedForWithoutMarkerAndWithTheLimit() {
        server.respond(ServerResponse.json(200, "{\"groups\":[],\"page_info\":{}}"));
        directory.listGroups(null);
        assertThat(server.lastRequest().method()).isEqualTo("GET");
        assertThat(server.lastRequest().path()).isEqualTo("/v1/identity-stores/d-1234567890/groups");
        assertThat(server.lastRequest().parameters()).containsExactly(entry("limit", "25"));
    }

    @Test
    void markerTravelsUnchangedAndSigned() {
        server.respond(ServerResponse.json(200, "{\"groups\":[],\"page_info\":{}}"));
        directory.listGroups(new Marker("a+/=&%20 ~*é"));
        assertThat(server.lastRequest().parameters()).containsEntry("marker", "a+/=&%20 ~*é");
        assertThat(HuaweiSignature.isOf(server.lastRequest(), AdapterFixture.ACCESS_KEY, AdapterFixture.SECRET_KEY))
                .isTrue();
    }

    @Test
    void membershipsOfOneGroupAreAskedForAndSigned() {
        server.respond(HuaweiFixture.file("memberships.json"));
        directory.listMemberships(GROUP, new Marker("next"));
        assertThat(server.lastRequest().path()).isEqualTo("/v1/identity-stores/d-1234567890/group-memberships");
        assertThat(server.lastRequest().parameters())
                .containsOnly(entry("group_id", "1111"), entry("limit", "25"), entry("marker", "next"));
        assertThat(HuaweiSignature.isOf(server.lastRequest(), AdapterFixture.ACCESS_KEY, AdapterFixture.SECRET_KEY))
                .isTrue();
    }
}
