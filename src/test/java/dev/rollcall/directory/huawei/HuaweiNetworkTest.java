package dev.rollcall.directory.huawei;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Blocked;
import dev.rollcall.directory.DirectoryException.MalformedResponse;
import dev.rollcall.directory.DirectoryException.Unavailable;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.wire.ApiResponse;
import dev.rollcall.http.ForwardProxy;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.http.TestAuthority;
import dev.rollcall.machine.FreePort;
import dev.rollcall.sandbox.HuaweiSignature;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to the provider: proxies, certificates, and what is said where it is broken. */
class HuaweiNetworkTest {
    private static final String STORE_HOST = "identitycenter.company.test";
    private static final String IAM_HOST = "iam.company.test";
    private static final ServerResponse NO_GROUPS = ServerResponse.json(200, "{\"groups\":[],\"page_info\":{}}");

    private final TestAuthority authority = new TestAuthority();
    private final ScriptedServer secure = new ScriptedServer(authority.serverContext(STORE_HOST, IAM_HOST));
    private final ScriptedServer plain = new ScriptedServer();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void trustAndRespond() {
        environment.put(
                "ROLLCALL_CA_FILE", authority.write(folder.resolve("ca.pem")).toString());
        secure.respond(NO_GROUPS);
        plain.respond(NO_GROUPS);
    }

    @AfterEach
    void close() {
        secure.close();
        plain.close();
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
    void proxyOfAnotherKindIsRefusedBeforeARequest() {
        environment.put("HTTPS_PROXY", "socks5://user:SECRET@127.0.0.1:1080");
        assertThatThrownBy(() -> open(plain.endpoint().toString()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("HTTPS_PROXY: ")
                .hasMessageNotContaining("SECRET");
        assertThat(plain.requests()).isEmpty();
    }

    @Test
    void proxyThatWantsAnotherPasswordIsToldAtOnce() {
        try (ForwardProxy proxy = ForwardProxy.to(secure.endpoint()).demand("user", "right")) {
            environment.put("HTTPS_PROXY", "user:WRONG@" + proxy.address());
            assertThat(failure(Blocked.class, "https://" + STORE_HOST))
                    .hasMessageContainingAll(STORE_HOST + ":443", "HTTP 407", "HTTPS_PROXY")
                    .hasMessageEndingWith(", through proxy " + proxy.address())
                    .hasMessageNotContaining("WRONG");
        }
        try (ForwardProxy proxy = ForwardProxy.to(plain.endpoint()).demand("user", "right")) {
            environment.put("HTTP_PROXY", proxy.address());
            assertThat(failure(Blocked.class, "http://" + STORE_HOST))
                    .hasMessageContainingAll(STORE_HOST + ":80", "HTTP 407", "HTTP_PROXY")
                    .hasMessageEndingWith(", through proxy " + proxy.address());
        }
    }

    @Test
    void proxyThatRefusesForGoodIsToldAtOnceAndOneThatCanNotConnectMayBeAskedAgain() {
        try (ForwardProxy proxy = ForwardProxy.to(secure.endpoint()).refuse(403)) {
            environment.put("HTTPS_PROXY", proxy.address());
            assertThat(failure(Blocked.class, "https://" + STORE_HOST))
                    .hasMessageContainingAll(STORE_HOST + ":443", "HTTP 403")
                    .hasMessageEndingWith(", through proxy " + proxy.address());
            proxy.refuse(502);
            assertThat(failure(Unavailable.class, "https://" + STORE_HOST))
                    .hasMessageContainingAll(STORE_HOST + ":443", "HTTP 502", "region and endpoint")
                    .hasMessageEndingWith(", through proxy " + proxy.address());
        }
    }

    @Test
    void proxyThatIsNotThereIsNamed() {
        String proxy = "127.0.0.1:" + FreePort.find();
        environment.put("HTTPS_PROXY", proxy);
        assertThat(failure(Unavailable.class, "https://" + STORE_HOST))
                .hasMessageContainingAll("the proxy on the way to " + STORE_HOST + ":443", "refused", "HTTPS_PROXY")
                .hasMessageEndingWith(", through proxy " + proxy);
    }

    @Test
    void unknownAuthorityIsToldAtOnceWithTheCure() {
        environment.remove("ROLLCALL_CA_FILE");
        assertThat(failure(Blocked.class, secure.endpoint().toString()))
                .hasMessageContainingAll(address(secure), "authority", "ROLLCALL_CA_FILE")
                .hasMessageNotContaining("PKIX");
        assertThat(secure.requests()).isEmpty();
    }

    @Test
    void certificateOfAnotherNameOrTimeIsTold() {
        assertThat(failure(Blocked.class, secure.endpoint().toString()))
                .hasMessageContainingAll(address(secure), "another name", "endpoint");
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        try (ScriptedServer expired = new ScriptedServer(authority.serverContext(yesterday, "127.0.0.1"))) {
            assertThat(failure(Blocked.class, expired.endpoint().toString()))
                    .hasMessageContainingAll(address(expired), "expired", "clock");
        }
    }

    @Test
    void serverThatDoesNotSpeakTlsIsTold() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> refusal = CompletableFuture.runAsync(() -> refusePlainly(server));
            String address = "127.0.0.1:" + server.getLocalPort();
            assertThat(failure(Unavailable.class, "https://" + address))
                    .hasMessageContainingAll(address, "does not speak TLS");
            refusal.join();
        }
    }

    private static void refusePlainly(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void unknownHostSaysWhatToLookAt() {
        assertThat(failure(Unavailable.class, "https://identitycenter.nowhere.invalid"))
                .hasMessageContainingAll("identitycenter.nowhere.invalid:443", "unknown host", "region and endpoint");
    }

    @Test
    void refusedConnectionSaysWhatToLookAt() {
        String closed = "127.0.0.1:" + FreePort.find();
        assertThat(failure(Unavailable.class, "http://" + closed))
                .hasMessageContainingAll(closed, "refused", "endpoint");
    }

    @Test
    void answerThatDripsEndsWithTheTimeoutAndNamesIt() {
        plain.respond(NO_GROUPS.delivered(ServerResponse.Delivery.DRIP));
        try (Directory directory = open(plain.endpoint(), AdapterFixture.keyFiles(folder), Duration.ofMillis(700))) {
            assertThatThrownBy(() -> directory.listGroups(null))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContainingAll(address(plain), "limits.timeout");
        }
        assertThat(plain.requests()).hasSize(1);
    }

    @Test
    void answerOfMoreThan32MebibytesIsMalformed() {
        String rest = " ".repeat(ApiResponse.LONGEST_BODY - NO_GROUPS.body().length());
        plain.respond(ServerResponse.json(200, NO_GROUPS.body() + rest));
        listGroups(plain.endpoint().toString());
        plain.respond(ServerResponse.json(200, NO_GROUPS.body() + rest + " "));
        assertThat(failure(MalformedResponse.class, plain.endpoint().toString()))
                .hasMessageContaining("more than 32 MiB");
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

    private <T extends DirectoryException> T failure(Class<T> kind, String endpoint) {
        try (Directory directory = open(endpoint)) {
            T failure = catchThrowableOfType(kind, () -> directory.listGroups(null));
            assertThat(failure).isNotNull();
            return failure;
        }
    }

    private void listGroups(String endpoint) {
        try (Directory directory = open(endpoint)) {
            assertThat(directory.listGroups(null).items()).isEmpty();
        }
    }

    private Directory open(String endpoint) {
        return open(URI.create(endpoint), AdapterFixture.keyFiles(folder), Duration.ofSeconds(20));
    }

    private Directory open(@Nullable URI endpoint, Credentials credentials, Duration timeout) {
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

    private static String address(ScriptedServer server) {
        return "127.0.0.1:" + server.endpoint().getPort();
    }
}
