package dev.rollcall.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Ends a server together with this JVM, even when that is killed: a shell waits for the end of a pipe that only the
 * JVM's death closes.
 */
final class Reaper {
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            cat >/dev/null
            pid=$(head -n 1 "$1/postmaster.pid" 2>/dev/null) && [ -n "$pid" ] && kill -QUIT "$pid"
            while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
            rm -rf "$2"
            """;

    private Reaper() {}

    /** Watches over the server of {@code data}; afterwards {@code folder} is deleted. */
    static void watch(Path data, Path folder) {
        List<String> line = List.of("sh", "-c", SCRIPT, "reaper", data.toString(), folder.toString());
        try {
            Process unused = new ProcessBuilder(line)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
