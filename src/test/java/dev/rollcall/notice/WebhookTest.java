package dev.rollcall.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.http.ForwardProxy;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.http.ServerResponse.Delivery;
import dev.rollcall.http.TestAuthority;
import dev.rollcall.machine.FreePort;
import dev.rollcall.machine.ProgramRun;
import dev.rollcall.source.NoticeSettings;
import dev.rollcall.source.NoticeSettings.Format;
import dev.rollcall.source.NoticeSettings.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to a webhook, its files, and what is said where one of them is broken. */
class WebhookTest {
    private static final String HOST = "hooks.company.test";
    private static final Notice NOTICE = new Notice(1, "{\"specversion\":\"1.0\"}", "acme: published");
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder = Path.of("");

    private final TestAuthority authority = new TestAuthority();
    private final ScriptedServer secure = new ScriptedServer(authority.serverContext(HOST));
    private final ScriptedServer plain = new ScriptedServer();
    private final Map<String, String> environment = new HashMap<>();

    WebhookTest() {
        secure.respond(new ServerResponse(200, ""));
        plain.respond(new ServerResponse(200, ""));
    }

    @AfterEach
    void close() {
        secure.close();
        plain.close();
    }

    @Test
    void noticeGoesThroughTheProxyWithItsPasswordAndTrustsTheAuthority() {
        trust();
        try (ForwardProxy proxy = ForwardProxy.to(secure.endpoint()).demand("d\u00f6rte", "p@ss word")) {
            environment.put("HTTPS_PROXY", "http://d%C3%B6rte:p%40ss%20word@" + proxy.address());
            send("https://" + HOST + "/hook");
            assertThat(proxy.passed()).containsExactly(HOST + ":443");
        }
        assertThat(secure.lastRequest().body()).isEqualTo(NOTICE.event());
    }

    @Test
    void noticeForPlainHttpGoesThroughItsProxy() {
        try (ForwardProxy proxy = ForwardProxy.to(plain.endpoint()).demand("user", "pw")) {
            environment.put("http_proxy", "user:pw@" + proxy.address());
            send("http://" + HOST + ":8080/hook");
            assertThat(proxy.passed()).containsExactly(HOST + ":8080");
        }
        assertThat(plain.lastRequest().header("Proxy-Authorization")).isNotNull();
        assertThat(plain.lastRequest().header("Transfer-Encoding")).isNull();
    }

    @Test
    void exceptionsFromTheProxyAreKept() {
        environment.put("HTTP_PROXY", "127.0.0.1:" + FreePort.find());
        environment.put("NO_PROXY", "127.0.0.1");

        send(plain.endpoint() + "/hook");

        assertThat(plain.requests()).hasSize(1);
    }

    @Test
    void proxyThatWantsAnotherPasswordIsTold() {
        try (ForwardProxy proxy = ForwardProxy.to(secure.endpoint()).demand("user", "right")) {
            environment.put("HTTPS_PROXY", "user:WRONG@" + proxy.address());
            fails("https://" + HOST + "/s3cret", HOST + ":443", "HTTP 407", "HTTPS_PROXY", proxy.address());
        }
        try (ForwardProxy proxy = ForwardProxy.to(plain.endpoint()).demand("user", "right")) {
            environment.put("HTTP_PROXY", "user:WRONG@" + proxy.address());
            fails("http://" + HOST + "/s3cret", HOST + ":80", "HTTP 407", "HTTP_PROXY", proxy.address());
        }
    }

    @Test
    void authorityThatNobodyTrustsIsTold() {
        try (ForwardProxy proxy = ForwardProxy.to(secure.endpoint())) {
            environment.put("HTTPS_PROXY", proxy.address());
            fails("https://" + HOST + "/s3cret", HOST + ":443", "authority", "ROLLCALL_CA_FILE");
        }
    }

    @Test
    void hostThatIsUnknownRefusesOrStaysSilentIsTold() {
        fails(
                "https://nowhere.invalid/s3cret",
                "nowhere.invalid:443",
                "unknown host",
                "look at notify in the job file");
        int port = FreePort.find();
        fails("http://127.0.0.1:" + port + "/s3cret", "127.0.0.1:" + port, "connection refused");
        plain.respond(new ServerResponse(200, "").delivered(Delivery.HANG));
        assertThatThrownBy(() -> send(settings(plain.endpoint() + "/s3cret", null), Duration.ofMillis(300)))
                .isInstanceOf(UndeliveredException.class)
                .hasMessage(
                        plain.endpoint().getAuthority() + " did not answer in full within 1 s; look at the network");
    }

    @Test
    void bodyIsSignedWithTheContentOfTheSecretsFile() throws IOException, GeneralSecurityException {
        Path secret = Files.writeString(folder.resolve("secret"), "gehe\u00efm \n");

        send(settings(plain.endpoint() + "/hook", secret), LONG);

        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("gehe\u00efm ".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(plain.lastRequest().header("X-Rollcall-Signature"))
                .isEqualTo("sha256="
                        + HexFormat.of()
                                .formatHex(
                                        mac.doFinal(plain.lastRequest().body().getBytes(StandardCharsets.UTF_8))));
    }

    /** The command is that of the document for operators. */
    @Test
    void signatureIsThatOfOpenssl() throws IOException {
        assumeTrue(ProgramRun.succeeds("openssl", "version"), "openssl signs, and is not there");
        send(settings(plain.endpoint() + "/hook", Files.writeString(folder.resolve("secret"), "swordfish\n")), LONG);
        Path body =
                Files.writeString(folder.resolve("body"), plain.lastRequest().body());

        ProgramRun run =
                ProgramRun.of(List.of("openssl", "dgst", "-sha256", "-hmac", "swordfish", "-r", body.toString()));

        assertThat("sha256=" + run.output().split(" ", 2)[0])
                .isEqualTo(plain.lastRequest().header("X-Rollcall-Signature"));
    }

    @Test
    void urlIsReadFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("url"), plain.endpoint() + "/hook?token=t\n");

        send(fromFile(file), LONG);

        assertThat(plain.lastRequest().path()).isEqualTo("/hook");
        assertThat(plain.lastRequest().query()).isEqualTo("token=t");
    }

    @Test
    void fileThatHoldsNoUrlOrIsNotThereIsNamedAndNotShown() throws IOException {
        Path file = folder.resolve("url");
        isRefused(file, "notify.webhook-file: " + file + " can't be read (NoSuchFileException)");
        Files.writeString(file, " \n");
        isRefused(file, "notify.webhook-file: " + file + " is empty");
        for (String wrong :
                List.of("ftp://h/s3cret", "https://user:s3cret@h", "https:///s3cret", "s3cret", "http://h:0/")) {
            Files.writeString(file, wrong);
            isRefused(file, "notify.webhook-file: " + file + ": expected an absolute URL");
        }
    }

    @Test
    void probeAsksTheHostForItsRootAndNothingElse() {
        plain.respond(new ServerResponse(405, ""));

        String found = new WebhookProbe(new Network(environment)).reach(settings(plain.endpoint() + "/hook?a=b", null));

        assertThat(found).isEqualTo(plain.endpoint().getAuthority() + " answers");
        assertThat(plain.requests()).hasSize(1);
        assertThat(plain.lastRequest().method()
                        + plain.lastRequest().path()
                        + plain.lastRequest().query())
                .isEqualTo("HEAD/");
    }

    private void isRefused(Path file, String message) {
        assertThatThrownBy(() -> send(fromFile(file), LONG))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("s3cret");
    }

    private void trust() {
        environment.put(
                "ROLLCALL_CA_FILE", authority.write(folder.resolve("ca.pem")).toString());
    }

    private void fails(String url, String... words) {
        assertThatThrownBy(() -> send(url))
                .isInstanceOf(UndeliveredException.class)
                .hasMessageContainingAll(words)
                .hasMessageNotContainingAny("s3cret", "WRONG", "limits.timeout", "endpoint");
    }

    private void send(String url) {
        send(settings(url, null), LONG);
    }

    private void send(NoticeSettings settings, Duration atMost) {
        try (Webhook webhook = new Webhook(settings, new Network(environment))) {
            webhook.send(NOTICE, atMost);
        }
    }

    private static NoticeSettings settings(String url, @Nullable Path secret) {
        return new NoticeSettings(URI.create(url), null, Format.CLOUDEVENTS, secret, EnumSet.of(Kind.PUBLISHED));
    }

    private static NoticeSettings fromFile(Path file) {
        return new NoticeSettings(null, file, Format.CLOUDEVENTS, null, EnumSet.of(Kind.PUBLISHED));
    }
}
