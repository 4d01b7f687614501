package dev.rollcall.cli;

import dev.rollcall.answer.OutputFile;
import dev.rollcall.cli.text.DifferenceText;
import dev.rollcall.cli.text.Names;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.SafeText;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.GroupDifference;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what dry runs find in one temporary file a source until it can be printed. Whoever reads the output may take
 * their time; the database's cursor may not. The files have no name any more once they are open: nothing is left behind
 * however the process ends.
 */
final class DryRunSpool implements BiConsumer<String, GroupDifference>, AutoCloseable {
    private static final int TRIAL_BYTES = 1 << 16;

    private final Map<String, Spooled> bySource = new LinkedHashMap<>();

    /** @throws ConfigurationException when the folder for temporary files takes no file, or is full */
    DryRunSpool(List<Source> sources, Names names) {
        try {
            for (Source source : sources) {
                bySource.put(source.name(), new Spooled(names));
            }
        } catch (IOException e) {
            close();
            throw new ConfigurationException("a dry run needs room for its lines: " + problem(e), e);
        }
    }

    @Override
    public void accept(String source, GroupDifference difference) {
        spooled(source).add(difference);
    }

    /**
     * Prints what was found for a source.
     *
     * @return why that is not all of it; empty when it is
     */
    Optional<String> print(String source, PrintStream out) {
        return Optional.ofNullable(spooled(source).print(out)).map(DryRunSpool::problem);
    }

    @Override
    public void close() {
        bySource.values().forEach(Spooled::close);
        bySource.clear();
    }

    private Spooled spooled(String source) {
        Spooled spooled = bySource.get(source);
        if (spooled == null) {
            throw new IllegalArgumentException("source " + source + " is not among those of this run");
        }
        return spooled;
    }

    private static String problem(IOException failure) {
        return "the folder for temporary files, " + SafeText.masked(System.getProperty("java.io.tmpdir")) + ": "
                + SafeText.masked(OutputFile.reason(failure))
                + "; make room there, or name another folder with -Djava.io.tmpdir=DIR in ROLLCALL_JAVA_OPTS";
    }

    private static final class Spooled {
        private final FileChannel file;
        private final Writer writer;
        private final DifferenceText text;
        private @Nullable IOException failure;

        Spooled(Names names) throws IOException {
            Path path = Files.createTempFile("rollcall-dry-run", ".txt");
            try {
                file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            } finally {
                Files.delete(path);
            }
            try {
                writeTrial();
            } catch (IOException e) {
                file.close();
                throw e;
            }
            writer = Channels.newWriter(file, StandardCharsets.UTF_8);
            text = new DifferenceText(names);
        }

        /** A file can be created where there is no room for what goes into it. */
        private void writeTrial() throws IOException {
            ByteBuffer trial = ByteBuffer.allocate(TRIAL_BYTES);
            while (trial.hasRemaining()) {
                int unused = file.write(trial);
            }
            file.truncate(0);
        }

        void add(GroupDifference difference) {
            if (failure != null) {
                return;
            }
            try {
                for (String line : text.of(difference)) {
                    writer.write(line);
                    writer.write('\n');
                }
            } catch (IOException e) {
                // What was read still counts: the result is told, and then this.
                failure = e;
            }
        }

        @Nullable
        IOException print(PrintStream out) {
            try {
                if (failure == null) {
                    writer.flush();
                }
                file.position(0);
                BufferedReader lines = new BufferedReader(Channels.newReader(file, StandardCharsets.UTF_8));
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    out.println(line);
                }
            } catch (IOException e) {
                failure = e;
            }
            return failure;
        }

        void close() {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
