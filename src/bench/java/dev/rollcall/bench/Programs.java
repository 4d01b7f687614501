package dev.rollcall.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Programs that a machine has or lacks. */
final class Programs {
    private Programs() {}

    static boolean succeeds(String... command) {
        return !output(command).startsWith("failed: ");
    }

    /** What it prints; "failed: …" when it can't be started or ends with another code than 0. */
    static String output(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? output : "failed: " + output;
        } catch (IOException e) {
            return "failed: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "failed: interrupted";
        }
    }
}
