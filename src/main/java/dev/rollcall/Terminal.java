package dev.rollcall;

import java.io.Console;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether a person watches: a stream of the process goes to a terminal. */
final class Terminal {
    private static final Path STREAMS = Path.of("/proc/self/fd");

    private Terminal() {}

    static boolean isInput() {
        return isTerminal("0");
    }

    static boolean isOutput() {
        return isTerminal("1");
    }

    static boolean isError() {
        return isTerminal("2");
    }

    /** Java does not tell of each stream, but Linux does. Elsewhere input and output together decide. */
    private static boolean isTerminal(String descriptor) {
        Path stream = STREAMS.resolve(descriptor);
        if (!Files.isSymbolicLink(stream)) {
            return hasConsole();
        }
        try {
            String device = Files.readSymbolicLink(stream).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /** Since Java 22 there is a console without a terminal too, and a method that tells; before, neither. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean hasConsole() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
