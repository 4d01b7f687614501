package dev.rollcall.machine;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Command lines of child JVMs that run the classes of this one. */
public final class JavaCommand {
    private JavaCommand() {}

    /** The beginning of a command line, up to the class path; the caller appends the main class and its arguments. */
    public static List<String> withOptions(String... options) {
        return command(classPathEntries(), options);
    }

    /** The same without what tests add to the program, but for the libraries that they use besides. */
    public static List<String> ofProgram(String... options) {
        return command(programEntries(), options);
    }

    private static List<String> command(List<String> classPath, String... options) {
        List<String> command = new ArrayList<>();
        command.add(java(Path.of(System.getProperty("java.home"))));
        ProgramArchive.made().ifPresent(archive -> command.addAll(archive.options()));
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(ProgramArchive.made()
                .map(archive -> archive.classPath(classPath))
                .orElseGet(() -> String.join(File.pathSeparator, classPath)));
        return command;
    }

    /** The program {@code java} of a JDK. */
    public static String java(Path javaHome) {
        return javaHome.resolve("bin").resolve("java").toString();
    }

    /** The class path of the program, and of the libraries that tests use besides. */
    public static List<String> programEntries() {
        return classPathEntries().stream()
                .filter(entry -> !entry.endsWith("test-classes"))
                .toList();
    }

    /** Without empty ones, which mean the working folder. */
    static List<String> classPathEntries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }
}
