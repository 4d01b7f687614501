package dev.rollcall.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program run to its end.
 *
 * @param startedMicros in microseconds since 1970
 * @param seconds of the whole process
 * @param cpuSeconds of the process and its children, in user and system mode
 */
record TimedProcess(int exitCode, long startedMicros, double seconds, double cpuSeconds, String output, Path log) {
    /** The shell's {@code time} counts the CPU time of ended children as well, which Java can't. */
    private static final String TIME = """
            TIMEFORMAT='%R %U %S'; { time "$@" >"$BENCH_OUT" 2>"$BENCH_ERR"; } 2>"$BENCH_TIME"
            """;

    /** Runs {@code command}; its log is {@code NAME.err} in {@code folder}. */
    static TimedProcess run(Path folder, String name, Map<String, String> environment, List<String> command) {
        return await(folder, name, start(folder, name, environment, command));
    }

    /** A program that runs. */
    record Running(Process process, long micros) {}

    static Running start(Path folder, String name, Map<String, String> environment, List<String> command) {
        List<String> line = new ArrayList<>(List.of("bash", "-c", TIME, "bash"));
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
        builder.environment().putAll(environment);
        builder.environment().put("BENCH_OUT", folder.resolve(name + ".out").toString());
        builder.environment().put("BENCH_ERR", folder.resolve(name + ".err").toString());
        builder.environment().put("BENCH_TIME", folder.resolve(name + ".time").toString());
        try {
            Files.createDirectories(folder);
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
            return new Running(builder.start(), micros);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TimedProcess await(Path folder, String name, Running started) {
        try {
            int exitCode = started.process().waitFor();
            // The shell's message about a signal may stand before the times.
            List<String> said = Files.readAllLines(folder.resolve(name + ".time"));
            String[] times = said.get(said.size() - 1).split(" ", -1);
            return new TimedProcess(
                    exitCode,
                    started.micros(),
                    Double.parseDouble(times[0]),
                    Double.parseDouble(times[1]) + Double.parseDouble(times[2]),
                    new String(Files.readAllBytes(folder.resolve(name + ".out")), StandardCharsets.UTF_8),
                    folder.resolve(name + ".err"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            started.process().destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Fails unless it ended with 0. */
    TimedProcess succeeded() {
        if (exitCode != 0) {
            throw new IllegalStateException("exit code " + exitCode + ": see " + log);
        }
        return this;
    }
}
