package dev.rollcall.machine;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Command lines of child JVMs that run the classes of this one. */
public final class JavaCommand {
    private JavaCommand() {}

    /** The beginning of a command line, up to the class path; the caller appends the main class and its arguments. */
    public static List<String> withOptions(String... options) {
        List<String> command = new ArrayList<>();
        command.add(java(Path.of(System.getProperty("java.home"))));
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(classPath());
        return command;
    }

    /** The program {@code java} of a JDK. */
    public static String java(Path javaHome) {
        return javaHome.resolve("bin").resolve("java").toString();
    }

    /** Without empty entries, which mean the working folder. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
