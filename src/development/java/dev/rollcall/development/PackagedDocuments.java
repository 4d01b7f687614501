package dev.rollcall.development;

import dev.rollcall.Rollcall;
import dev.rollcall.cli.Cli;
import dev.rollcall.cli.CommandContext;
import dev.rollcall.database.ProgramVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine;

/**
 * Writes what the packages carry besides the program: pages of the manual and completions, in {@code share} for the
 * folder, and in {@code debian} where Debian wants them, with its changelog. The same bytes in each build.
 */
final class PackagedDocuments {
    private static final String JOBS_OF_THE_PACKAGE = "/etc/rollcall/jobs";
    private static final String CHANGELOG = """
            rollcall (%s) stable; urgency=medium

              * What changed is told in CHANGELOG.md of the sources.

             -- Rollcall maintainers <maintainers@rollcall.dev>  %s
            """;

    private final Path folder;
    private final Instant time;

    private PackagedDocuments(Path folder, Instant time) {
        this.folder = folder;
        this.time = time;
    }

    /**
     * Writes them into the folder that the first argument names, as of the time that the second one is. The third names
     * the classes that become a jar.
     */
    public static void main(String[] args) throws IOException {
        new PackagedDocuments(Path.of(args[0]), Instant.parse(args[1])).write();
        setModes(Path.of(args[2]));
    }

    /** A jar keeps the modes of its folders and files, which come from the umask of whoever builds it. */
    private static void setModes(Path classes) throws IOException {
        if (!Files.getFileStore(classes).supportsFileAttributeView(PosixFileAttributeView.class)) {
            return;
        }
        try (Stream<Path> all = Files.walk(classes)) {
            for (Path path : all.toList()) {
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    private void write() throws IOException {
        for (Map.Entry<String, String> page :
                pages(LocalDate.ofInstant(time, ZoneOffset.UTC)).entrySet()) {
            String name = page.getKey() + ".1";
            write("share/man/man1/" + name, bytes(page.getValue()));
            write("debian/usr/share/man/man1/" + name + ".gz", compressed(bytes(page.getValue())));
        }
        write("share/completion/rollcall.bash", completion("bash", Map.of()));
        write("share/completion/_rollcall", completion("zsh", Map.of()));
        Map<String, String> packaged = Map.of("ROLLCALL_JOBS", JOBS_OF_THE_PACKAGE);
        write("debian/usr/share/bash-completion/completions/rollcall", completion("bash", packaged));
        write("debian/usr/share/zsh/vendor-completions/_rollcall", completion("zsh", packaged));
        String changelog = CHANGELOG.formatted(
                ProgramVersion.current(),
                DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss xx", Locale.ENGLISH)
                        .format(ZonedDateTime.ofInstant(time, ZoneOffset.UTC)));
        write("debian/usr/share/doc/rollcall/changelog.gz", compressed(bytes(changelog)));
    }

    /** The pages of the manual, by name. */
    static Map<String, String> pages(LocalDate date) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        CommandLine program = Cli.program(new CommandContext(Map.of(), nowhere, nowhere, false, false, () -> false));
        return new TreeMap<>(ManPage.all(program, ProgramVersion.current(), date));
    }

    private static byte[] completion(String shell, Map<String, String> environment) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
        int exitCode = Rollcall.run(new String[] {"completion", shell}, environment, to, System.err);
        if (exitCode != 0) {
            throw new IllegalStateException("no completion for " + shell);
        }
        return out.toByteArray();
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As {@code gzip -9n} does. */
    private static byte[] compressed(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BestGzip to = new BestGzip(out)) {
            to.write(content);
        }
        byte[] compressed = out.toByteArray();
        // Java leaves out that it was compressed as far as can be, which Debian asks for.
        compressed[8] = 2;
        return compressed;
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
