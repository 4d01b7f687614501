package dev.rollcall;

import java.io.Console;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether a person watches: standard input, output and error are a terminal. */
final class Terminal {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /** What System.console() returns depends on the Java version: see isTerminal. */
    @SuppressWarnings("SystemConsoleNull")
    static boolean isThere() {
        Console console = System.console();
        return console != null && isTerminal(console) && standardErrorIsTerminal();
    }

    /** Since Java 22 there is a console without a terminal too, and a method that tells; before, neither. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }

    /** Java does not tell, but Linux does. Elsewhere input and output decide. */
    private static boolean standardErrorIsTerminal() {
        if (!Files.isSymbolicLink(STANDARD_ERROR)) {
            return true;
        }
        try {
            String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
