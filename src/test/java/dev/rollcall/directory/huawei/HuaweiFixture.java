package dev.rollcall.directory.huawei;

import com.huaweicloud.sdk.core.auth.BasicCredentials;
import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/** Huawei's directories on a scripted server, and responses as Huawei writes them. */
final class HuaweiFixture {
    private HuaweiFixture() {}

    /** With keys of the fixture's, found by the chain. */
    static Directory open(ScriptedServer server, int pageSize, InstantSource clock) {
        return provider(Map.of(), clock)
                .open(AdapterFixture.settings(server.endpoint(), Credentials.DEFAULT, pageSize, Duration.ofSeconds(1)));
    }

    /** Does not wait between the attempts of looking up a project. */
    static HuaweiProvider provider(Map<String, String> environment, InstantSource clock) {
        return provider(environment, clock, delay -> {});
    }

    static HuaweiProvider provider(Map<String, String> environment, InstantSource clock, Consumer<Duration> sleeper) {
        Network network = new Network(environment);
        HuaweiCredentials credentials = new HuaweiCredentials(
                network::variable,
                () -> new BasicCredentials().withAk(AdapterFixture.ACCESS_KEY).withSk(AdapterFixture.SECRET_KEY));
        return new HuaweiProvider(credentials, network, clock, sleeper);
    }

    static ServerResponse error(int status, String code, String message) {
        return ServerResponse.json(
                status, "{\"error_code\":\"" + code + "\",\"error_msg\":\"" + message + "\",\"request_id\":\"req-7\"}");
    }

    /** @param contentType empty for none */
    static ServerResponse response(int status, String contentType, String body) {
        ServerResponse response = new ServerResponse(status, body);
        return contentType.isEmpty() ? response : response.with("Content-Type", contentType);
    }

    /** A file beside the test. */
    static ServerResponse file(String name) {
        return ServerResponse.json(200, AdapterFixture.resource(HuaweiFixture.class, name));
    }
}
