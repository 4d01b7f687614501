package dev.rollcall.directory.huawei;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException.Unavailable;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.NetworkContract;
import dev.rollcall.http.ForwardProxy;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.machine.FreePort;
import dev.rollcall.sandbox.HuaweiSignature;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The way to the provider: proxies, certificates, and what is said where it is broken. */
class HuaweiNetworkTest extends NetworkContract {
    private static final String IAM_HOST = "iam.company.test";
    private static final ServerResponse NO_GROUPS = ServerResponse.json(200, "{\"groups\":[],\"page_info\":{}}");

    HuaweiNetworkTest() {
        super(IAM_HOST, NO_GROUPS);
    }

    @Test
    void requestsGoThroughTheProxyAndItsUserIsToldAtOnce() {
        try (ForwardProxy proxy = ForwardProxy.to(secure.endpoint()).demand("d\u00f6rte", "p@ss word")) {
            environment.put("https_proxy", "http://d%C3%B6rte:p%40ss%20word@" + proxy.address());
            listGroups("https://" + STORE_HOST + ":8443");
            assertThat(proxy.passed()).containsExactly(STORE_HOST + ":8443");
            assertThat(proxy.unauthenticated()).isZero();
        }
        assertThat(isSigned(secure)).isTrue();
    }

    @Test
    void requestsForPlainHttpGoThroughTheirProxyAndNoneInChunks() {
        try (ForwardProxy proxy = ForwardProxy.to(plain.endpoint()).demand("user", "pw")) {
            environment.put("HTTP_PROXY", "user:pw@" + proxy.address());
            listGroups("http://" + STORE_HOST);
            plain.respond(ServerResponse.json(200, "{\"groups\":[]}"));
            try (Directory directory = open("http://" + STORE_HOST)) {
                directory.describeGroups(List.of(new GroupId("1111"), new GroupId("2222")));
            }
            assertThat(proxy.passed()).containsExactly(STORE_HOST, STORE_HOST);
        }
        assertThat(isSigned(plain)).isTrue();
        assertThat(plain.lastRequest().header("Content-Length"))
                .isEqualTo(String.valueOf(plain.lastRequest().body().length()));
        assertThat(plain.requests())
                .allSatisfy(request ->
                        assertThat(request.header("Transfer-Encoding")).isNull());
    }

    @Test
    void projectIdIsAskedForOnTheSameWay() {
        secure.respond(ServerResponse.json(200, "{\"projects\":[{\"id\":\"project-3\"}]}"));
        AdapterFixture.write(
                folder.resolve("credentials.ini"), "[iam]\nak = A\nsk = S\niam_endpoint = https://" + IAM_HOST + "\n");
        try (ForwardProxy proxy = ForwardProxy.to(secure.endpoint())) {
            environment.put("ALL_PROXY", proxy.address());
            open(null, AdapterFixture.profile("iam"), Duration.ofSeconds(5)).close();
            assertThat(proxy.passed()).containsExactly(IAM_HOST + ":443");
        }
        assertThat(secure.lastRequest().path()).isEqualTo("/v3/projects");
    }

    @Test
    void loopbackAddressIsReachedWithoutTheProxy() {
        environment.put("HTTP_PROXY", "127.0.0.1:" + FreePort.find());
        listGroups(plain.endpoint().toString());
        assertThat(plain.requests()).hasSize(1);
    }

    @Test
    void unknownHostSaysWhatToLookAt() {
        assertThat(failure(Unavailable.class, "https://identitycenter.nowhere.invalid"))
                .hasMessageContainingAll("identitycenter.nowhere.invalid:443", "unknown host", "region and endpoint");
    }

    @Test
    void compressedAnswersAreAskedForAndRedirectsNotFollowed() {
        plain.respond(
                new ServerResponse(302, "").with("Location", secure.endpoint().toString()));
        failure(Unavailable.class, plain.endpoint().toString());
        assertThat(plain.lastRequest().header("Accept-Encoding")).isEqualTo("gzip");
        assertThat(plain.requests()).hasSize(1);
        assertThat(secure.requests()).isEmpty();
    }

    @Override
    protected Directory open(@Nullable URI endpoint, Credentials credentials, Duration timeout) {
        environment.put(
                "HUAWEICLOUD_SDK_CREDENTIALS_FILE",
                folder.resolve("credentials.ini").toString());
        return HuaweiFixture.provider(environment, InstantSource.system())
                .open(new DirectorySettings(
                        AdapterFixture.STORE, "cn-north-4", endpoint, credentials, 2, 100, timeout));
    }

    private static boolean isSigned(ScriptedServer server) {
        return HuaweiSignature.isOf(server.lastRequest(), AdapterFixture.ACCESS_KEY, AdapterFixture.SECRET_KEY);
    }
}
