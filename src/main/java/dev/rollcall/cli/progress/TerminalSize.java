package dev.rollcall.cli.progress;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;

/** The size of the process's terminal, in characters. */
record TerminalSize(int rows, int columns) {
    private static final TerminalSize USUAL = new TerminalSize(24, 80);
    private static final File TERMINAL = new File("/dev/tty");
    private static final int LONGEST_SECONDS = 2;

    /** As it is now. Java does not tell, but {@code stty} does; without it the size is the usual one. */
    static TerminalSize now() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(TERMINAL)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (Scanner size = new Scanner(stty.getInputStream(), StandardCharsets.US_ASCII)) {
                TerminalSize told = new TerminalSize(size.nextInt(), size.nextInt());
                boolean unused = stty.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
                return told.rows > 0 && told.columns > 0 ? told : USUAL;
            }
        } catch (IOException | RuntimeException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }
}
