package dev.rollcall.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.ClassPathResource;

/**
 * A bare Debian with Java and PostgreSQL, as a root folder in which commands are run: its mounts and processes end when
 * it is closed. It shares the machine's network.
 */
public final class DebianRoot implements AutoCloseable {
    private static final Path BASE = Packaged.build().resolve("debian-base");
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final TemporaryFolder folder;
    private final Process holder;

    private DebianRoot(TemporaryFolder folder, Process holder) {
        this.folder = folder;
        this.holder = holder;
    }

    /** A fresh one. The first one of a build takes minutes. */
    public static DebianRoot create() {
        makeBase();
        TemporaryFolder folder = TemporaryFolder.create("rollcall-debian");
        try {
            Process holder = new ProcessBuilder(
                            "unshare",
                            "--mount",
                            "--pid",
                            "--fork",
                            "--kill-child",
                            "sh",
                            script("debian-root.sh", folder),
                            BASE.toString(),
                            folder.path().toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
            assertThat(said.readLine()).as("the root's mounts").isEqualTo("ready");
            return new DebianRoot(folder, holder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes what all of them are made from, once a build. */
    private static synchronized void makeBase() {
        if (Files.exists(BASE)) {
            return;
        }
        Path making = BASE.resolveSibling("debian-base.new");
        try (TemporaryFolder scripts = TemporaryFolder.create("rollcall-debian")) {
            delete(making);
            ProgramRun made = ProgramRun.of(
                    List.of("unshare", "--mount", "sh", script("debian-base.sh", scripts), making.toString()));
            assertThat(made.exitCode()).as(made.output()).isZero();
            Files.move(making, BASE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        ProgramRun.of(List.of("rm", "-rf", "--one-file-system", folder.toString()));
    }

    private static String script(String name, TemporaryFolder folder) throws IOException {
        String text = new ClassPathResource(name, DebianRoot.class).getContentAsString(StandardCharsets.UTF_8);
        return folder.write(name, text).toString();
    }

    /** Runs lines of a shell, as root, until one fails. */
    public ProgramRun run(String lines) {
        return run(Map.of(), lines);
    }

    /** The same with further variables. */
    public ProgramRun run(Map<String, String> variables, String lines) {
        Map<String, String> environment = new TreeMap<>(
                Map.of("PATH", PATH, "HOME", "/root", "LC_ALL", "C.UTF-8", "DEBIAN_FRONTEND", "noninteractive"));
        environment.putAll(variables);
        List<String> command = new ArrayList<>(List.of("nsenter", "--target", Long.toString(first()), "--mount"));
        command.addAll(List.of("--pid", "chroot", folder.resolve("root").toString(), "env", "-i"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of("sh", "-ec", lines));
        return ProgramRun.of(command);
    }

    /** Runs lines that have to succeed, and returns what they printed. */
    public String succeed(String lines) {
        ProgramRun run = run(lines);
        assertThat(run.exitCode()).as("%s%n%s", lines, run.output()).isZero();
        return run.output();
    }

    /** The name of a file of the root on this machine. */
    public Path file(String absolute) {
        return Path.of("/proc", Long.toString(first()), "root")
                .resolve(folder.resolve("root" + absolute).toString().substring(1));
    }

    /** The first process of the root's own. */
    private long first() {
        return holder.children()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the root has ended"))
                .pid();
    }

    @Override
    public void close() {
        try {
            holder.getOutputStream().close();
            holder.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        delete(folder.path());
    }
}
