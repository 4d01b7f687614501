package dev.rollcall.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.directory.DirectoryException.Blocked;
import dev.rollcall.directory.DirectoryException.MalformedResponse;
import dev.rollcall.directory.DirectoryException.Unavailable;
import dev.rollcall.directory.wire.ApiResponse;
import dev.rollcall.http.ForwardProxy;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.http.ServerResponse.Delivery;
import dev.rollcall.http.TestAuthority;
import dev.rollcall.machine.FreePort;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every adapter must say of the way to its provider, and bound on it. */
public abstract class NetworkContract {
    protected static final String STORE_HOST = "identitystore.company.test";

    @TempDir
    protected Path folder;

    private final TestAuthority authority = new TestAuthority();
    protected final ScriptedServer secure;
    protected final ScriptedServer plain = new ScriptedServer();
    protected final Map<String, String> environment = new HashMap<>();

    private final ServerResponse noGroups;

    /**
     * @param furtherHost that the secure server has a certificate for
     * @param noGroups the provider's answer for a store without groups
     */
    protected NetworkContract(String furtherHost, ServerResponse noGroups) {
        this.secure = new ScriptedServer(authority.serverContext(STORE_HOST, furtherHost));
        this.noGroups = noGroups;
    }

    @BeforeEach
    void trustAndRespond() {
        environment.put(
                "ROLLCALL_CA_FILE", authority.write(folder.resolve("ca.pem")).toString());
        secure.respond(noGroups);
        plain.respond(noGroups);
    }

    @AfterEach
    void closeServers() {
        secure.close();
        plain.close();
    }

    protected abstract Directory open(URI endpoint, Credentials credentials, Duration timeout);

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
                .hasMessageNotContainingAny("PKIX", "SDK");
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
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> refuseInPlainText(server));
            String address = "127.0.0.1:" + server.getLocalPort();
            assertThat(failure(Unavailable.class, "https://" + address))
                    .hasMessageContainingAll(address, "does not speak TLS");
            assertThat(served).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    private static void refuseInPlainText(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void refusedConnectionSaysWhatToLookAt() {
        String closed = "127.0.0.1:" + FreePort.find();
        assertThat(failure(Unavailable.class, "http://" + closed))
                .hasMessageContainingAll(closed, "refused", "endpoint");
    }

    @Test
    void answerThatDripsEndsWithTheTimeoutAndNamesIt() {
        plain.respond(noGroups.delivered(Delivery.DRIP));
        try (Directory directory = open(plain.endpoint(), AdapterFixture.keyFiles(folder), Duration.ofMillis(700))) {
            assertThatThrownBy(() -> directory.listGroups(null))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContainingAll(address(plain), "limits.timeout");
        }
        assertThat(plain.requests()).hasSize(1);
    }

    /** Of more requests at once than there are connections, some end while they wait for one. */
    @Test
    void requestsThatGetNoConnectionEndWithTheTimeoutToo() {
        plain.respond(noGroups.delivered(Delivery.HANG));
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (Directory directory = open(plain.endpoint(), AdapterFixture.keyFiles(folder), Duration.ofMillis(700))) {
            List<CompletableFuture<Throwable>> failures = Stream.generate(() -> CompletableFuture.supplyAsync(
                            () -> catchThrowable(() -> directory.listGroups(null)), threads))
                    .limit(16)
                    .toList();
            assertThat(failures)
                    .allSatisfy(failure -> assertThat(failure)
                            .succeedsWithin(Duration.ofSeconds(60))
                            .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                            .isInstanceOf(Unavailable.class)
                            .hasMessageContaining("limits.timeout"));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void answerOfMoreThan32MebibytesIsMalformed() {
        String rest = " ".repeat(ApiResponse.LONGEST_BODY - noGroups.body().length());
        plain.respond(ServerResponse.json(200, noGroups.body() + rest));
        listGroups(plain.endpoint().toString());
        plain.respond(ServerResponse.json(200, noGroups.body() + rest + " "));
        assertThat(failure(MalformedResponse.class, plain.endpoint().toString()))
                .hasMessageContaining("more than 32 MiB");
    }

    protected <T extends DirectoryException> T failure(Class<T> kind, String endpoint) {
        try (Directory directory = open(endpoint)) {
            T failure = catchThrowableOfType(kind, () -> directory.listGroups(null));
            assertThat(failure).isNotNull();
            return failure;
        }
    }

    protected void listGroups(String endpoint) {
        try (Directory directory = open(endpoint)) {
            assertThat(directory.listGroups(null).items()).isEmpty();
        }
    }

    protected Directory open(String endpoint) {
        return open(URI.create(endpoint), AdapterFixture.keyFiles(folder), Duration.ofSeconds(20));
    }

    protected static String address(ScriptedServer server) {
        return "127.0.0.1:" + server.endpoint().getPort();
    }
}
