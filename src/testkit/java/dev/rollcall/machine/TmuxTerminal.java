package dev.rollcall.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A real terminal of some size, by {@code tmux}, in which one command runs and whose screen can be looked at. */
public final class TmuxTerminal implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int ROWS = 24;
    private static final String CONFIGURATION = """
            set -g status off
            set -g history-limit 20000
            """;

    private final TemporaryFolder folder;

    private TmuxTerminal(TemporaryFolder folder) {
        this.folder = folder;
    }

    public static boolean isInstalled() {
        return ProgramRun.succeeds("tmux", "-V");
    }

    /** Starts a command in a new terminal of 24 rows, with these variables alone and those that tmux sets. */
    public static TmuxTerminal run(
            List<String> command, Map<String, String> environment, Path workingFolder, int columns) {
        TmuxTerminal terminal = new TmuxTerminal(TemporaryFolder.create("rollcall-terminal"));
        terminal.folder.write("tmux.conf", CONFIGURATION);
        List<String> line = new ArrayList<>(
                List.of("-u", "-f", terminal.folder.resolve("tmux.conf").toString(), "new-session", "-d"));
        line.addAll(List.of("-x", "" + columns, "-y", "" + ROWS, "-c", workingFolder.toString()));
        // What tmux itself tells of a command's end is not always told.
        // In a file, since tmux takes no command as long as a class path.
        String quoted = command.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        terminal.folder.write("run.sh", "trap : INT\n" + quoted + "\necho $? >" + terminal.status() + "\nsleep 600\n");
        line.addAll(List.of("sh", terminal.folder.resolve("run.sh").toString()));
        try {
            ProcessBuilder builder = terminal.tmux(line);
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process started = builder.start();
            if (!started.waitFor(10, TimeUnit.SECONDS) || started.exitValue() != 0) {
                throw new IllegalStateException("tmux does not start");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return terminal;
    }

    /** The rows of the screen that are not empty, as a person sees them. */
    public List<String> screen() {
        return rows("capture-pane", "-p");
    }

    /** All that was printed and not erased, line by line, however the terminal broke the lines. */
    public List<String> everything() {
        return rows("capture-pane", "-p", "-J", "-S", "-");
    }

    public boolean hasEnded() {
        return !exitCode().isEmpty();
    }

    /** Waits for the command's end and returns its exit code. */
    public int awaitExit() {
        try {
            return Integer.parseInt(Awaitility.await().atMost(LONGEST).until(this::exitCode, code -> !code.isEmpty()));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("the command has not ended: " + everything(), e);
        }
    }

    public void resize(int columns) {
        ask("resize-window", "-x", "" + columns, "-y", "" + ROWS);
    }

    /** Presses a key by tmux's name for it. */
    public void press(String key) {
        ask("send-keys", key);
    }

    /** Types text, as it is. */
    public void type(String text) {
        ask("send-keys", "-l", text);
    }

    /** Ends the command too. */
    @Override
    public void close() {
        ask("kill-server");
        folder.close();
    }

    private List<String> rows(String... command) {
        return ask(command)
                .lines()
                .map(String::stripTrailing)
                .filter(row -> !row.isEmpty())
                .toList();
    }

    private Path status() {
        return folder.resolve("status");
    }

    /** Empty as long as the command runs. */
    private String exitCode() {
        try {
            return Files.exists(status()) ? Files.readString(status()).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String ask(String... command) {
        return ProgramRun.of(tmux(List.of(command)).command()).output();
    }

    private ProcessBuilder tmux(List<String> arguments) {
        List<String> line =
                new ArrayList<>(List.of("tmux", "-S", folder.resolve("socket").toString()));
        line.addAll(arguments);
        return new ProcessBuilder(line);
    }
}
