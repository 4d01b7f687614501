package dev.rollcall.cli;

import dev.rollcall.cli.text.DifferenceText;
import dev.rollcall.store.publish.GroupDifference;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Keeps what dry runs find in one temporary file a source until it can be printed. Whoever reads the output may take
 * their time; the database's cursor may not. Only the user can read the files, and {@link #close} deletes them.
 */
final class DryRunSpool implements BiConsumer<String, GroupDifference>, AutoCloseable {
    private final Map<String, Spooled> bySource = new ConcurrentHashMap<>();

    @Override
    public void accept(String source, GroupDifference difference) {
        bySource.computeIfAbsent(source, name -> new Spooled()).add(difference);
    }

    /** Prints what was found for a source, if anything was. */
    void print(String source, PrintStream out) {
        Spooled spooled = bySource.get(source);
        if (spooled != null) {
            spooled.print(out);
        }
    }

    @Override
    public void close() {
        bySource.values().forEach(Spooled::close);
        bySource.clear();
    }

    private static final class Spooled {
        private final Path file;
        private final Writer writer;
        private final DifferenceText text = new DifferenceText();

        Spooled() {
            try {
                file = Files.createTempFile("rollcall-dry-run", ".txt");
                file.toFile().deleteOnExit();
                writer = Files.newBufferedWriter(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void add(GroupDifference difference) {
            try {
                for (String line : text.of(difference)) {
                    writer.write(line);
                    writer.write('\n');
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void print(PrintStream out) {
            try {
                writer.flush();
                try (Stream<String> lines = Files.lines(file)) {
                    lines.forEach(out::println);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void close() {
            try {
                writer.close();
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
