package dev.rollcall.directory.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException.Blocked;
import dev.rollcall.directory.DirectoryException.Unavailable;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.NetworkContract;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.http.ForwardProxy;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerRequest;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.http.ServerResponse.Delivery;
import dev.rollcall.machine.FreePort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way to AWS: proxies, certificates, time and size of answers, and what is said where it is broken. */
class AwsNetworkTest extends NetworkContract {
    private static final String STS_HOST = "sts.company.test";
    private static final ServerResponse NO_GROUPS = new ServerResponse(200, "{\"Groups\":[]}");

    private SdkProperties properties;

    AwsNetworkTest() {
        super(STS_HOST, NO_GROUPS);
    }

    @BeforeEach
    void isolateAndHandOutRoles() {
        properties = SdkProperties.isolated(folder);
        secure.respond(AwsNetworkTest::response);
        plain.respond(AwsNetworkTest::response);
    }

    @AfterEach
    void closeProperties() {
        properties.close();
    }

    @Test
    void requestsGoThroughTheProxyAndItsUserIsTold() {
        try (ForwardProxy proxy = ForwardProxy.to(secure.endpoint()).demand("d\u00f6rte", "p@ss word")) {
            environment.put("https_proxy", "http://d%C3%B6rte:p%40ss%20word@" + proxy.address());
            listGroups("https://" + STORE_HOST + ":8443");
            assertThat(proxy.passed()).containsExactly(STORE_HOST + ":8443");
        }
        assertThat(secure.requests()).hasSize(1);
        assertThat(secure.lastRequest().header("Proxy-Authorization")).isNull();
    }

    @Test
    void requestsForPlainHttpGoThroughTheirProxyAndNoneInChunks() {
        try (ForwardProxy proxy = ForwardProxy.to(plain.endpoint()).demand("user", "pw")) {
            environment.put("HTTP_PROXY", "user:pw@" + proxy.address());
            listGroups("http://" + STORE_HOST);
            assertThat(proxy.passed()).containsExactly(STORE_HOST);
        }
        assertThat(plain.lastRequest().header("Content-Length"))
                .isEqualTo(String.valueOf(plain.lastRequest().body().length()));
        assertThat(plain.lastRequest().header("Transfer-Encoding")).isNull();
        assertThat(plain.lastRequest().header("Expect")).isNull();
    }

    @Test
    void javasOwnProxyOptionsAndHostsWithoutProxyAreNotTakenForOurs() {
        properties.set("http.proxyHost", "127.0.0.1");
        properties.set("http.proxyPort", String.valueOf(FreePort.find()));
        properties.set("http.nonProxyHosts", "");
        listGroups(plain.endpoint().toString());
        environment.put("HTTP_PROXY", "127.0.0.1:" + FreePort.find());
        listGroups(plain.endpoint().toString());
        assertThat(plain.requests()).hasSize(2);
    }

    @Test
    void rolesAreAssumedOnTheSameWay() {
        properties.set("aws.endpointUrlSts", "https://" + STS_HOST);
        try (ForwardProxy proxy = ForwardProxy.to(secure.endpoint())) {
            environment.put("ALL_PROXY", proxy.address());
            try (Directory directory = open(URI.create("https://" + STORE_HOST), role(), Duration.ofSeconds(20))) {
                directory.listGroups(null);
            }
            assertThat(proxy.passed()).containsExactly(STS_HOST + ":443", STORE_HOST + ":443");
        }
    }

    @Test
    void tokensOfAProfileAreRenewedOnTheSameWay() {
        properties.set("aws.endpointUrlSts", "https://" + STS_HOST);
        Path token = AdapterFixture.write(folder.resolve("token"), "WEB");
        AdapterFixture.write(
                folder.resolve("config"),
                "[profile audit]\nrole_arn = arn:aws:iam::111122223333:role/x\nweb_identity_token_file = " + token
                        + "\n");
        try (ForwardProxy proxy = ForwardProxy.to(secure.endpoint())) {
            environment.put("ALL_PROXY", proxy.address());
            open(URI.create("https://" + STORE_HOST), AdapterFixture.profile("audit"), Duration.ofSeconds(20))
                    .close();
            assertThat(proxy.passed()).containsExactly(STS_HOST + ":443");
        }
    }

    @Test
    void pagesThatComeInPlaceOfAwsAnswerKeepNoConnection() {
        ServerResponse page = new ServerResponse(503, "<html>busy</html>");
        ServerResponse longPage = new ServerResponse(503, " ".repeat(1 << 20));
        AtomicInteger pages = new AtomicInteger();
        secure.respond(request -> pages.incrementAndGet() % 10 == 0 ? longPage : page);
        try (ForwardProxy proxy = ForwardProxy.to(secure.endpoint())) {
            environment.put("HTTPS_PROXY", proxy.address());
            try (Directory directory = open("https://" + STORE_HOST)) {
                for (int request = 1; request <= 20; request++) {
                    assertThatThrownBy(() -> directory.listGroups(null))
                            .isInstanceOf(Unavailable.class)
                            .hasMessageContainingAll(STORE_HOST + ":443", "HTTP 503");
                }
                secure.respond(NO_GROUPS);
                for (int request = 1; request <= 20; request++) {
                    assertThat(directory.listGroups(null).items()).isEmpty();
                }
            }
            assertThat(secure.requests()).hasSize(40);
            assertThat(proxy.passed()).hasSizeLessThanOrEqualTo(5);
        }
    }

    @Test
    void pageThatDripsInPlaceOfAwsAnswerIsLeftWithTheTimeout() {
        secure.respond(new ServerResponse(503, "<html>busy</html>").delivered(Delivery.DRIP));
        try (ForwardProxy proxy = ForwardProxy.to(secure.endpoint())) {
            environment.put("HTTPS_PROXY", proxy.address());
            URI endpoint = URI.create("https://" + STORE_HOST);
            try (Directory directory = open(endpoint, AdapterFixture.keyFiles(folder), Duration.ofSeconds(3))) {
                assertThatThrownBy(() -> directory.listGroups(null))
                        .isInstanceOf(Unavailable.class)
                        .hasMessageContaining("HTTP 503");
                assertThat(Thread.interrupted()).isFalse();
                secure.respond(NO_GROUPS);
                assertThat(directory.listGroups(null).items()).isEmpty();
            }
        }
    }

    @Test
    void redirectThatComesInPlaceOfAwsAnswerIsToldWithItsStatus() {
        secure.respond(new ServerResponse(302, "<html>log in</html>").with("Location", "https://portal.company.test/"));
        try (ForwardProxy proxy = ForwardProxy.to(secure.endpoint())) {
            environment.put("HTTPS_PROXY", proxy.address());
            assertThat(failure(Unavailable.class, "https://" + STORE_HOST))
                    .hasMessage("ListGroups: can't reach " + STORE_HOST + ":443: the proxy redirects to another page"
                            + " (HTTP 302); look at the proxy's rules, and at NO_PROXY, through proxy "
                            + proxy.address());
        }
    }

    @Test
    void roleThatIsAssumedThroughAProxyThatIsNotThereIsNamed() {
        String proxy = "127.0.0.1:" + FreePort.find();
        environment.put("HTTPS_PROXY", proxy);
        properties.set("aws.endpointUrlSts", "https://" + STS_HOST);
        assertThatThrownBy(() -> open(URI.create("https://" + STORE_HOST), role(), Duration.ofSeconds(20)))
                .isInstanceOf(Unavailable.class)
                .hasMessageStartingWith("AssumeRole: can't assume role arn:aws:iam::111122223333:role/rollcall: ")
                .hasMessageContainingAll("the proxy on the way to " + STS_HOST + ":443")
                .hasMessageEndingWith(", through proxy " + proxy);
    }

    @Test
    void unknownAuthorityOfStsIsToldAtOnceWithTheCure() {
        environment.remove("ROLLCALL_CA_FILE");
        properties.set("aws.endpointUrlSts", secure.endpoint().toString());
        assertThatThrownBy(() -> open(plain.endpoint(), role(), Duration.ofSeconds(20)))
                .isInstanceOf(Blocked.class)
                .hasMessageStartingWith("AssumeRole: can't assume role ")
                .hasMessageContainingAll(address(secure), "authority", "ROLLCALL_CA_FILE")
                .hasMessageNotContainingAny("PKIX", "SDK");
        assertThat(secure.requests()).isEmpty();
    }

    @Test
    void authoritiesOfAwsOwnVariableAndOfTheProfileAreTrusted() {
        Path bundle = folder.resolve("ca.pem");
        environment.remove("ROLLCALL_CA_FILE");
        environment.put("AWS_CA_BUNDLE", bundle.toString());
        listThroughProxy();
        environment.remove("AWS_CA_BUNDLE");
        AdapterFixture.write(folder.resolve("config"), "[default]\nca_bundle = " + bundle + "\n");
        listThroughProxy();
        AdapterFixture.write(folder.resolve("config"), "[default]\nca_bundle = " + folder.resolve("absent") + "\n");
        assertThatThrownBy(this::listThroughProxy)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("ca_bundle of profile \"default\": " + folder.resolve("absent"));
    }

    private void listThroughProxy() {
        try (ForwardProxy proxy = ForwardProxy.to(secure.endpoint())) {
            environment.put("HTTPS_PROXY", proxy.address());
            listGroups("https://" + STORE_HOST);
        }
    }

    @Test
    void mistypedRegionNamesItsHostAndWhatToLookAt() {
        try (Directory directory = new AwsProvider(new Network(environment))
                .open(new DirectorySettings(
                        AdapterFixture.STORE,
                        "eu-nowhere-1",
                        null,
                        AdapterFixture.keyFiles(folder),
                        2,
                        100,
                        Duration.ofSeconds(20)))) {
            assertThatThrownBy(() -> directory.listGroups(null))
                    .isInstanceOf(Unavailable.class)
                    .hasMessage("ListGroups: can't reach identitystore.eu-nowhere-1.amazonaws.com:443: unknown host;"
                            + " look at region and endpoint in the job file, and at this host's DNS");
        }
    }

    @Test
    void answerOfStsThatDripsEndsWithTheTimeoutToo() {
        properties.set("aws.endpointUrlSts", secure.endpoint().toString());
        try (ScriptedServer sts = new ScriptedServer()) {
            properties.set("aws.endpointUrlSts", sts.endpoint().toString());
            sts.respond(NO_GROUPS.delivered(Delivery.DRIP));
            assertThatThrownBy(() -> open(plain.endpoint(), role(), Duration.ofMillis(300)))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContainingAll("can't assume role", address(sts), "limits.timeout");
        }
    }

    @Test
    void handshakeThatDripsEndsWithTheTimeoutToo() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> dripHandshake(server));
            URI endpoint = URI.create("https://127.0.0.1:" + server.getLocalPort());
            try (Directory directory = open(endpoint, AdapterFixture.keyFiles(folder), Duration.ofMillis(700))) {
                assertThatThrownBy(() -> directory.listGroups(null))
                        .isInstanceOf(Unavailable.class)
                        .hasMessageContaining("limits.timeout");
            }
            assertThat(served).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    /** Announces a record of 16 KiB, whose bytes come one by one, until the client is gone. */
    private static void dripHandshake(ServerSocket server) {
        try (Socket client = server.accept()) {
            OutputStream out = client.getOutputStream();
            out.write(new byte[] {22, 3, 3, 0x40, 0, 2, 0, 0x3f, (byte) 0xfc, 3, 3});
            while (true) {
                out.write(7);
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        } catch (IOException gone) {
            assertThat(gone).isNotNull();
        }
    }

    @Test
    void closingCancelsTheRenewalOfCredentials() {
        try (ScriptedServer sts = new ScriptedServer()) {
            properties.set("aws.endpointUrlSts", sts.endpoint().toString());
            sts.respond(session(Instant.now().minusSeconds(1)), NO_GROUPS.delivered(Delivery.HANG));
            Directory directory = open(plain.endpoint(), role(), Duration.ofHours(1));
            CompletableFuture<Throwable> ended = CompletableFuture.supplyAsync(() ->
                    Awaitility.await().until(() -> catchThrowable(() -> directory.listGroups(null)), Objects::nonNull));
            Awaitility.await().until(() -> sts.requests().size() > 1);
            directory.close();
            assertThat(ended).succeedsWithin(Duration.ofSeconds(20)).isInstanceOf(Unavailable.class);
        }
    }

    @Override
    protected Directory open(URI endpoint, Credentials credentials, Duration timeout) {
        return new AwsProvider(new Network(environment))
                .open(AdapterFixture.settings(endpoint, credentials, 100, timeout));
    }

    private Credentials role() {
        Credentials keys = AdapterFixture.keyFiles(folder);
        return new Credentials(
                null,
                "arn:aws:iam::111122223333:role/rollcall",
                null,
                null,
                null,
                keys.accessKeyFile(),
                keys.secretKeyFile(),
                null);
    }

    private static ServerResponse response(ServerRequest request) {
        if (request.header("X-Amz-Target") != null) {
            return NO_GROUPS;
        }
        ServerResponse role = session(Instant.now().plusSeconds(3600));
        return request.body().contains("WithWebIdentity")
                ? new ServerResponse(200, role.body().replace("AssumeRole", "AssumeRoleWithWebIdentity"))
                : role;
    }

    private static ServerResponse session(Instant until) {
        return new ServerResponse(
                200,
                AdapterFixture.resource(AwsCredentialsTest.class, "assume-role.xml")
                        .replace("UNTIL", until.toString()));
    }
}
