package dev.rollcall.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** The door of the command line. */
public final class Cli {
    private static final int WIDTH = 80;

    private Cli() {}

    /**
     * Runs one command.
     *
     * @return its exit code
     */
    public static int run(String[] args, CommandContext surroundings) {
        PrintWriter out = new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8);
        ErrorHandler problems = new ErrorHandler(surroundings);
        int exitCode = new CommandLine(new RollcallCommand())
                .addSubcommand(new SyncCommand(surroundings))
                .addSubcommand(new StatusCommand(surroundings))
                .addSubcommand(new CheckCommand(surroundings))
                .addSubcommand(new MigrateCommand(surroundings))
                .addSubcommand(new RenameCommand(surroundings))
                .addSubcommand(new RetireCommand(surroundings))
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(WIDTH)
                .setColorScheme(Help.defaultColorScheme(surroundings.interactive() ? Ansi.AUTO : Ansi.OFF))
                .setParameterExceptionHandler(problems)
                .setExecutionExceptionHandler(problems)
                .execute(args);
        out.flush();
        err.flush();
        return exitCode;
    }
}
