package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.machine.DebianRoot;
import dev.rollcall.machine.FreePort;
import dev.rollcall.machine.InstallTest;
import dev.rollcall.machine.Packaged;
import dev.rollcall.machine.ProgramRun;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The document's way from the package to the first status, command by command on a bare Debian with Java and
 * PostgreSQL. The provider is the sandbox, and PostgreSQL has another port.
 */
@InstallTest({"debootstrap", "unshare", "nsenter"})
class FirstStatusTest {
    private static final int MOST_COMMANDS = 10;
    private static final Pattern SESSION =
            Pattern.compile("(?ms)^## Install on Debian or Ubuntu$.*?^```text\\n(.*?)^```$");
    private static final String PROMPT = "# ";

    private record Step(String command, List<String> output) {}

    @Test
    void everyCommandOfTheDocumentPrintsWhatItSays() throws IOException {
        List<Step> steps = steps();
        assertThat(steps).hasSizeLessThanOrEqualTo(MOST_COMMANDS);
        assertThat(steps.get(0).command()).startsWith("apt install ./rollcall_");
        assertThat(steps.get(steps.size() - 1).command()).startsWith("rollcall status");
        StringBuilder session = new StringBuilder();
        try (DebianRoot root = DebianRoot.create();
                Sandbox sandbox = Sandbox.start()) {
            sandbox.addStore(Cloud.AWS.storeId(), SandboxDirectory.generate(709, Shape.of(50, 600, 200), Cloud.AWS));
            int port = FreePort.find();
            root.succeed("pg_conftool 15 main set port " + port + "; pg_ctlcluster 15 main start");
            Files.copy(Packaged.debian(), root.file("/root/" + Packaged.debian().getFileName()));
            for (Step step : steps) {
                ProgramRun run = root.run("cd; " + step.command());
                session.append(PROMPT).append(step.command()).append('\n').append(run.output());
                assertThat(run.exitCode()).as(session.toString()).isZero();
                followsThe(step, run.output(), session);
                useTheSandbox(root, step, sandbox, port);
            }
        } finally {
            Files.writeString(Path.of(System.getProperty("rollcall.build", "target"), "first-status.txt"), session);
        }
    }

    /** What stands for the provider and for the port, once the file is there that names them. */
    private static void useTheSandbox(DebianRoot root, Step step, Sandbox sandbox, int port) {
        if (step.command().contains("rollcall.env")) {
            root.succeed("sed -i 's|//localhost/|//localhost:" + port + "/|' /etc/rollcall/rollcall.env");
            root.succeed("printf 'AWS_ACCESS_KEY_ID=%s\\nAWS_SECRET_ACCESS_KEY=%s\\n' >>/etc/rollcall/rollcall.env"
                    .formatted(Sandbox.LONG_LIVED_KEY.id(), Sandbox.LONG_LIVED_KEY.secret()));
        }
        if (step.command().contains("/etc/rollcall/jobs/acme.yaml")) {
            root.succeed("echo 'endpoint: " + sandbox.endpoint() + "' >>/etc/rollcall/jobs/acme.yaml");
        }
    }

    /** Line by line, but for numbers; "…" stands for lines left out. */
    private static void followsThe(Step step, String output, StringBuilder session) {
        List<String> actual =
                output.lines().map(FirstStatusTest::withoutNumbers).toList();
        int at = 0;
        for (String line : step.output()) {
            if (line.equals("…")) {
                continue;
            }
            String expected = withoutNumbers(line);
            int found = actual.subList(at, actual.size()).indexOf(expected);
            assertThat(found)
                    .as("'%s' of '%s' in:%n%s", line, step.command(), session)
                    .isNotNegative();
            at += found + 1;
        }
        if (!step.output().contains("…")) {
            assertThat(actual).as(step.command()).hasSameSizeAs(step.output());
        }
    }

    private static String withoutNumbers(String line) {
        return line.replaceFirst("(//localhost):[0-9]+", "$1")
                .replaceAll("\\b[0-9a-f]{64}\\b", "N")
                .replaceAll("[0-9][0-9,.:TZ-]*", "N")
                .stripTrailing();
    }

    private static List<Step> steps() throws IOException {
        Matcher session = SESSION.matcher(Files.readString(Path.of("docs/operating.md")));
        assertThat(session.find()).isTrue();
        List<Step> steps = new ArrayList<>();
        for (String line : session.group(1).lines().toList()) {
            if (line.startsWith(PROMPT)) {
                steps.add(new Step(line.substring(PROMPT.length()), new ArrayList<>()));
            } else {
                steps.get(steps.size() - 1).output().add(line);
            }
        }
        return steps;
    }
}
