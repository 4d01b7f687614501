package dev.rollcall.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** The command line's entry point. */
public final class Cli {
    private static final int WIDTH = 80;

    private Cli() {}

    /**
     * Runs one command.
     *
     * @return its exit code
     */
    public static int run(String[] args, CommandContext context) {
        PrintWriter out = new PrintWriter(context.out(), true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(context.err(), true, StandardCharsets.UTF_8);
        ErrorHandler errorHandler = new ErrorHandler(context);
        int exitCode = new CommandLine(new RollcallCommand())
                .addSubcommand(new SyncCommand(context))
                .addSubcommand(new StatusCommand(context))
                .addSubcommand(new CheckCommand(context))
                .addSubcommand(new MigrateCommand(context))
                .addSubcommand(new RenameCommand(context))
                .addSubcommand(new RetireCommand(context))
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(WIDTH)
                .setColorScheme(Help.defaultColorScheme(context.outIsTerminal() ? Ansi.AUTO : Ansi.OFF))
                .setParameterExceptionHandler(errorHandler)
                .setExecutionExceptionHandler(errorHandler)
                .execute(args);
        out.flush();
        err.flush();
        return exitCode;
    }
}
