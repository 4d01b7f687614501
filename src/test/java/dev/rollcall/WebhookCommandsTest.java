package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.WebhookReceiver;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.machine.FreePort;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What commands say of a source's webhook. */
class WebhookCommandsTest {
    private final CliFixture cli = new CliFixture(Cloud.AWS, SandboxDirectory.generate(95, Shape.of(4, 12, 6)));
    private final WebhookReceiver receiver = new WebhookReceiver();

    @AfterEach
    void close() {
        receiver.close();
        cli.close();
    }

    @Test
    void checkReachesTheHostAndSendsTheWebhookNothing() {
        job("webhook: " + receiver.url());

        assertThat(cli.run("check", "acme").isDone().out())
                .contains("ok    source acme, webhook: " + receiver.address() + " answers");

        assertThat(receiver.requests())
                .singleElement()
                .satisfies(request ->
                        assertThat(request.method() + " " + request.path()).isEqualTo("HEAD /"));
    }

    @Test
    void checkTellsAHostThatIsNotThere() {
        int port = FreePort.find();
        job("webhook: http://127.0.0.1:" + port + "/s3cretpath");

        assertThat(cli.run("check", "acme").endsWith(1).out())
                .contains("FAIL  source acme, webhook: can't reach 127.0.0.1:" + port
                        + ": connection refused; look at notify in the job file, and at firewalls")
                .doesNotContain("s3cretpath");
    }

    @Test
    void fileThatIsMissingFailsTheCheckAndNotThePublish() {
        job("webhook-file: url.txt");

        assertThat(cli.run("check", "acme").endsWith(2).out())
                .contains("FAIL  source acme, webhook: notify.webhook-file: ", "can't be read (NoSuchFileException)");
        assertThat(cli.run("sync", "acme").isDone().out()).contains("acme: published snapshot");
        assertThat(cli.run("status").isDone().out()).contains("notices that could not be delivered so far: 1");

        cli.write("url.txt", receiver.url() + "\n");
        assertThat(cli.run("sync", "acme").isDone().out()).contains("acme: published snapshot");
        assertThat(receiver.requests()).hasSize(2);
        assertThat(cli.run("status").isDone().out()).doesNotContain("notices");
    }

    @Test
    void webhookThatRefusesChangesNoResult() {
        receiver.server().respond(new ServerResponse(410, ""));
        job("webhook: " + receiver.url());

        CommandResult ran = cli.run("sync", "acme", "--json").isDone();

        assertThat(ran.lines()).singleElement().asString().contains("\"outcome\":\"published\"");
        assertThat(cli.run("status", "--json").isDone().out()).contains("\"notices_undelivered\":1");
        assertThat(receiver.bodies()).singleElement().asString().contains("\"exit_code\":0");
    }

    /** As it stands there, but for the webhook's address and the place of the secret. */
    @Test
    void exampleOfTheDocumentForOperatorsIsFollowed() throws IOException {
        Matcher example = Pattern.compile("(?ms)^```yaml\\n(notify:.*?)^```$")
                .matcher(Files.readString(Path.of("docs", "operating.md")));
        assertThat(example.find()).isTrue();
        cli.write("hook", "swordfish\n");
        cli.job(
                "acme",
                cli.jobFile()
                        + example.group(1)
                                .replace(
                                        "https://hooks.example/rollcall",
                                        receiver.url().toString())
                                .replace("/run/secrets/hook", "hook"));

        assertThat(cli.run("sync", "acme").isDone().err()).isEmpty();

        assertThat(receiver.requests())
                .singleElement()
                .satisfies(request ->
                        assertThat(request.header("X-Rollcall-Signature")).startsWith("sha256="));
    }

    private void job(String key) {
        cli.job("acme", cli.jobFile() + "notify:\n  " + key + "\n");
    }
}
