package dev.rollcall.machine;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An archive of the program's classes and its libraries', as the launcher has one: a child starts in half of the CPU.
 * Java takes none of a folder, so the classes of the build become a jar first. Made once a build, by the fork that comes
 * first; a build for a few tests has none, since making it takes as long as ten starts.
 */
final class ProgramArchive {
    private static final Path CLASS_LIST = Path.of("src", "main", "launcher", "rollcall.classlist");
    private static final @Nullable ProgramArchive MADE = Boolean.getBoolean("rollcall.archive") ? make() : null;

    private final Path jar;
    private final Path archive;

    private ProgramArchive(Path folder) {
        this.jar = folder.resolve("classes.jar");
        this.archive = folder.resolve("classes.jsa");
    }

    static Optional<ProgramArchive> made() {
        return Optional.ofNullable(MADE);
    }

    /** What Java is started with besides. Without the file it starts as if without the option. */
    List<String> options() {
        return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable", "-Xlog:all=error:stderr");
    }

    /** The same classes: first what the archive was made for, in that order, then what else there is. */
    String classPath(List<String> entries) {
        List<String> others = new ArrayList<>(entries);
        List<String> path = new ArrayList<>(archived());
        path.set(0, jar.toString());
        others.removeAll(archived());
        path.addAll(others);
        return String.join(File.pathSeparator, path);
    }

    /** The program's classes, then all libraries. */
    private static List<String> archived() {
        Stream<String> libraries = JavaCommand.classPathEntries().stream().filter(entry -> entry.endsWith(".jar"));
        return Stream.concat(Stream.of(classes().toString()), libraries).toList();
    }

    /** Where the build has compiled the program to. */
    private static Path classes() {
        return JavaCommand.classPathEntries().stream()
                .filter(entry -> Path.of(entry).endsWith("classes"))
                .map(Path::of)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no folder of classes on the class path"));
    }

    private static ProgramArchive make() {
        Path folder = Packaged.build().resolve("archive-of-java-" + Runtime.version());
        try {
            Files.createDirectories(folder);
            ProgramArchive made = new ProgramArchive(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid() || !made.isCurrent()) {
                    made.write(folder);
                }
            }
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isCurrent() throws IOException {
        if (!Files.exists(archive)) {
            return false;
        }
        FileTime made = Files.getLastModifiedTime(archive);
        List<Path> sources = new ArrayList<>(files(classes()));
        sources.add(CLASS_LIST);
        for (Path source : sources) {
            if (Files.getLastModifiedTime(source).compareTo(made) >= 0) {
                return false;
            }
        }
        return true;
    }

    private void write(Path folder) throws IOException {
        ToolProvider packer = ToolProvider.findFirst("jar").orElseThrow();
        String from = classes().toString();
        if (packer.run(System.out, System.err, "--create", "--file", jar.toString(), "-C", from, ".") != 0) {
            throw new IllegalStateException("no jar of the classes in " + from);
        }
        Path written = folder.resolve("written.jsa");
        List<String> command = List.of(
                JavaCommand.java(Path.of(System.getProperty("java.home"))),
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list(folder),
                "-XX:SharedArchiveFile=" + written,
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-XX:+UseG1GC",
                "-Xmx512m",
                "-cp",
                classPath(archived()));
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("no archive of classes: exit code " + process.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Files.move(written, archive, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** As {@code rollcall-archive} does: what Java itself archives is added. */
    private static Path list(Path folder) throws IOException {
        Path list = folder.resolve("list");
        Path java = Path.of(System.getProperty("java.home"), "lib", "classlist");
        List<String> lines = new ArrayList<>(Files.readAllLines(CLASS_LIST));
        if (Files.isReadable(java)) {
            lines.addAll(Files.readAllLines(java));
        }
        return Files.write(list, lines);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
