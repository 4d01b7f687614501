package dev.rollcall;

import dev.rollcall.cli.Cli;
import dev.rollcall.cli.CommandContext;
import dev.rollcall.cli.ExitCodes;
import dev.rollcall.log.LogProvider;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TimeZone;

/** Starts the program. */
public final class Rollcall {
    private Rollcall() {}

    /** Runs one command and ends the process with its exit code, or with the signal's when one ends it. */
    public static void main(String[] args) {
        LogProvider.use();
        // The database's driver sends this zone when it connects, and a server may not know the machine's.
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        ShutdownDelay shutdown = ShutdownDelay.register(err);
        int exitCode = 1;
        boolean signalled;
        try {
            exitCode = run(args, out, err, shutdown);
        } finally {
            out.flush();
            signalled = shutdown.commandEnded(exitCode);
        }
        // On JDK 17 an exit at the last moment of a shutdown wins over the signal's exit code.
        if (!signalled) {
            System.exit(exitCode);
        }
    }

    private static int run(String[] args, PrintStream out, PrintStream err, ShutdownDelay shutdown) {
        Map<String, String> environment = System.getenv();
        String unreadable = NativeText.unreadable(args, environment);
        if (unreadable != null) {
            err.println("rollcall: " + unreadable);
            return ExitCodes.USAGE;
        }
        return Cli.run(
                args,
                new CommandContext(
                        environment,
                        out,
                        err,
                        Terminal.isOutput(),
                        Terminal.isError(),
                        shutdown::isUnderWay,
                        Terminal.isInput() && Terminal.isError() ? typed() : null,
                        CommandContext.PATIENCE));
    }

    private static BufferedReader typed() {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }

    /** Runs one command as if without a terminal. */
    public static int run(String[] args, Map<String, String> environment, PrintStream out, PrintStream err) {
        return Cli.run(args, new CommandContext(environment, out, err, false, false, () -> false));
    }

    /** In UTF-8, since names are of every script, whatever locale a scheduler sets. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), true, StandardCharsets.UTF_8);
    }
}
