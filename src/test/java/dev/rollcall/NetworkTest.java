package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.http.ForwardProxy;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.TestAuthority;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A company's network, as a scheduler's run meets it. */
class NetworkTest {
    private static final String STORE = "http://store.company.test";

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void wholeRunGoesThroughTheProxyOfTheEnvironment(Cloud cloud) {
        try (CliFixture cli = cli(cloud);
                ForwardProxy proxy = ForwardProxy.to(cli.sandbox().endpoint()).demand("user", "SECRET")) {
            cli.job("acme", jobFile(cli, STORE));
            Map<String, String> environment = Map.of("HTTP_PROXY", "user:SECRET@" + proxy.address());

            assertThat(cli.run(environment, "check", "acme").isDone().out()).doesNotContain("SECRET");
            assertThat(cli.run(environment, "sync", "acme").isDone().out()).contains("published", "20 groups");
            assertThat(proxy.passed())
                    .isNotEmpty()
                    .allSatisfy(target -> assertThat(target).startsWith("store.company.test"));
        }
    }

    /** Retrying would take a minute, and say the same. */
    @ParameterizedTest
    @EnumSource(Cloud.class)
    void unknownAuthorityAndRefusingProxyEndARunAtOnce(Cloud cloud) {
        try (CliFixture cli = cli(cloud);
                ScriptedServer secure = new ScriptedServer(new TestAuthority().serverContext("127.0.0.1"));
                ForwardProxy proxy = ForwardProxy.to(secure.endpoint()).refuse(407)) {
            cli.run("migrate").isDone();
            cli.job("acme", jobFile(cli, secure.endpoint().toString()));
            assertThat(failure(cli, Map.of()))
                    .contains("127.0.0.1:" + secure.endpoint().getPort(), "ROLLCALL_CA_FILE")
                    .doesNotContain("PKIX", "SDK");

            cli.job("acme", jobFile(cli, "https://store.company.test"));
            assertThat(failure(cli, Map.of("HTTPS_PROXY", proxy.address())))
                    .contains("store.company.test:443", "HTTPS_PROXY")
                    .endsWith(", through proxy " + proxy.address());
        }
    }

    private static String failure(CliFixture cli, Map<String, String> environment) {
        JsonNode failed = JsonMapper.shared()
                .readTree(cli.run(environment, "sync", "acme", "--json")
                        .endsWith(1)
                        .out());
        assertThat(failed.get("retries").asLong()).isZero();
        assertThat(failed.at("/error/code").asString()).isEqualTo("configuration");
        return failed.at("/error/message").asString();
    }

    private static CliFixture cli(Cloud cloud) {
        return new CliFixture(cloud, SandboxDirectory.generate(1, Shape.of(20, 100, 30), cloud));
    }

    private static String jobFile(CliFixture cli, String endpoint) {
        return cli.jobFile().replace(cli.sandbox().endpoint().toString(), endpoint);
    }
}
