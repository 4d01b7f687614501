package dev.rollcall.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.core.io.ClassPathResource;

/**
 * A systemd of its own, the first process of namespaces that have this machine's files and network, and units, processes
 * and control groups of their own. Its programs run as they would on a server. It needs root and systemd 252 or newer,
 * and ends with this JVM, however that ends.
 */
public final class SystemdMachine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Path INSTALLED_UNITS = Path.of("/lib/systemd/system");
    private static final List<String> JOURNAL = List.of("systemd-journald.service", "systemd-journald.socket");

    /** What services and timers wait for and are stopped by, of which nothing is wanted here. */
    private static final List<String> TARGETS =
            List.of("sysinit", "basic", "timers", "network-online", "shutdown", "umount", "final");

    /** Its order keeps services in memory that have ended, and so what became of them. */
    private static final String BOOT = """
            [Unit]
            Requires=systemd-journald.service
            After=systemd-journald.service %s
            """;

    private static final String TARGET = """
            [Unit]
            DefaultDependencies=no
            """;

    private final TemporaryFolder folder;
    private final Process process;

    private SystemdMachine(TemporaryFolder folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /**
     * Boots it, and returns when units can be started.
     *
     * @param units these alone, and what they need of systemd's own
     * @param opt what is in {@code /opt/rollcall}
     * @param etc what is in {@code /etc/rollcall}, readable by the group rollcall
     */
    public static SystemdMachine boot(List<Path> units, Path opt, Path etc) {
        TemporaryFolder folder = TemporaryFolder.create("rollcall-systemd");
        try {
            Files.createDirectories(folder.resolve("units"));
            Files.createDirectories(folder.resolve("etc"));
            Files.createSymbolicLink(folder.resolve("etc/rollcall"), etc.toAbsolutePath());
            Files.createSymbolicLink(folder.resolve("opt"), opt.toAbsolutePath());
            folder.write("units/boot.target", BOOT.formatted(names(units)));
            TARGETS.forEach(target -> folder.write("units/" + target + ".target", TARGET));
            for (String unit : JOURNAL) {
                Files.copy(INSTALLED_UNITS.resolve(unit), folder.resolve("units/" + unit));
            }
            for (Path unit : units) {
                Files.copy(unit, folder.resolve("units").resolve(unit.getFileName()));
            }
            for (String script : List.of("systemd-namespace.sh", "systemd-boot.sh")) {
                folder.write(
                        script,
                        new ClassPathResource(script, SystemdMachine.class).getContentAsString(StandardCharsets.UTF_8));
            }
            Process process = new ProcessBuilder(
                            "sh",
                            folder.resolve("systemd-namespace.sh").toString(),
                            folder.path().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            SystemdMachine machine = new SystemdMachine(folder, process);
            machine.awaitBooted();
            return machine;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command in it as root. */
    public ProgramRun run(String... command) {
        List<String> line = new ArrayList<>(
                List.of("nsenter", "-t", Long.toString(systemd().pid()), "-m", "-p", "-C", "-i", "-u", "--"));
        line.addAll(List.of(command));
        return ProgramRun.of(line);
    }

    /** A property of a unit, as {@code systemctl show} has it. */
    public String property(String unit, String name) {
        return run("systemctl", "show", "-P", name, unit).output().strip();
    }

    /** Changes a unit as {@code systemctl edit} does; the last change to it alone holds. */
    public void edit(String unit, String dropIn) {
        write(unit + ".d/override.conf", dropIn);
    }

    private void write(String name, String text) {
        Path file = Path.of("/proc", Long.toString(systemd().pid()), "root/run/units", name);
        try {
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ProgramRun reloaded = run("systemctl", "daemon-reload");
        if (reloaded.exitCode() != 0) {
            throw new IllegalStateException(reloaded.output());
        }
    }

    /** Adds a unit to those that it booted with. */
    public void add(String unit, String text) {
        write(unit, text);
    }

    /** What systemd and the unit's processes have told, oldest first. */
    public String journal(String unit) {
        return run("journalctl", "--no-pager", "-o", "cat", "-u", unit).output();
    }

    /** Ends it with all its processes, at once. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the machine does not end: " + output());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        folder.close();
    }

    /** Of those that are no templates. */
    private static String names(List<Path> units) {
        return units.stream()
                .map(unit -> String.valueOf(unit.getFileName()))
                .filter(unit -> !unit.contains("@"))
                .collect(Collectors.joining(" "));
    }

    private void awaitBooted() {
        try {
            Awaitility.await("systemd").atMost(PATIENCE).until(() -> !process.isAlive() || isBooted());
        } catch (ConditionTimeoutException e) {
            close();
            throw e;
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("systemd does not boot: " + output());
        }
    }

    private boolean isBooted() {
        return process.children().anyMatch(child -> child.children().findFirst().isPresent())
                && run("systemctl", "is-active", "boot.target").exitCode() == 0;
    }

    /** The child of {@code unshare}, which is the script's. */
    private ProcessHandle systemd() {
        return process.children()
                .flatMap(ProcessHandle::children)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("systemd has ended: " + output()));
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
