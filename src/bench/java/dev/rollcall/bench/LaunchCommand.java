package dev.rollcall.bench;

import dev.rollcall.Rollcall;
import dev.rollcall.machine.JavaCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/** The command lines that start the program. */
final class LaunchCommand {
    private static final Path PACKAGED = Path.of("target", "rollcall").toAbsolutePath();
    private static final Path JAR = Path.of("target", "rollcall.jar").toAbsolutePath();

    private LaunchCommand() {}

    /** The launcher that {@code -Pdist} packages; without it the jar, and without that the compiled classes. */
    static List<String> best() {
        Path launcher = launcher(PACKAGED);
        if (Files.isExecutable(launcher)) {
            return List.of(launcher.toString());
        }
        return Files.exists(JAR) ? jar(Path.of(System.getProperty("java.home"))) : classes();
    }

    static List<String> jar(Path javaHome) {
        return List.of(JavaCommand.java(javaHome), "-jar", JAR.toString());
    }

    static List<String> classes() {
        List<String> command = new ArrayList<>(JavaCommand.withOptions());
        command.add(Rollcall.class.getName());
        return command;
    }

    /** Whether the jar and the launcher, which only {@code -Pdist} makes, are there. */
    static boolean isPackaged() {
        return Files.exists(JAR) && Files.isExecutable(launcher(PACKAGED));
    }

    /** The launcher as the JDK in use packaged it or, in a folder of its own, as another JDK would package it. */
    static Path launcher(int feature, Path javaHome, Path folder) {
        if (feature == Runtime.version().feature()) {
            return launcher(PACKAGED);
        }
        Path copy = folder.resolve("rollcall-" + feature);
        try {
            FileSystemUtils.deleteRecursively(copy);
            FileSystemUtils.copyRecursively(PACKAGED, copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> environment = Map.of("JAVA_HOME", javaHome.toString());
        List<String> command =
                List.of("sh", copy.resolve("bin").resolve("rollcall-archive").toString());
        TimedProcess unused = TimedProcess.run(folder.resolve("logs"), "archive-" + feature, environment, command)
                .succeeded();
        return launcher(copy);
    }

    private static Path launcher(Path home) {
        return home.resolve("bin").resolve("rollcall");
    }
}
