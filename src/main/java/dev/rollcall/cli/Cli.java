package dev.rollcall.cli;

import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.format.FormulaCells;
import dev.rollcall.answer.format.RowFormat;
import dev.rollcall.cli.completion.Shell;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.log.LogSettings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;

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
        CommandLine program = program(context);
        int exitCode = program.execute(args);
        program.getOut().flush();
        program.getErr().flush();
        return exitCode;
    }

    /** The program with all its commands. */
    public static CommandLine program(CommandContext given) {
        CommandContext context = LogSettings.isJson(given.environment()) ? given.withLoggedErrors() : given;
        RollcallCommand command = new RollcallCommand();
        CommandLine program = new CommandLine(command)
                .addSubcommand(new SyncCommand(context))
                .addSubcommand(new WorkerCommand(context))
                .addSubcommand(new StatusCommand(context))
                .addSubcommand(new SnapshotsCommand(context))
                .addSubcommand(new ReportCommand(context))
                .addSubcommand(new ExportCommand(context))
                .addSubcommand(QueryCommand.commandLine(context))
                .addSubcommand(new DiffCommand(context))
                .addSubcommand(new CheckCommand(context))
                .addSubcommand(new InitCommand(context))
                .addSubcommand(new MigrateCommand(context))
                .addSubcommand(new RenameCommand(context))
                .addSubcommand(new RetireCommand(context))
                .addSubcommand(new PruneCommand(context))
                .addSubcommand(new ForgetCommand(context))
                .addSubcommand(new EvidenceCommand(context))
                .addSubcommand(new VerifyCommand(context))
                .addSubcommand(new MetricsCommand(context))
                .addSubcommand(new CompletionCommand(context));
        return logging(configured(program, context), command.log(), context);
    }

    /** Sets the log up before the command is run. */
    static CommandLine logging(CommandLine command, LogOptions log, CommandContext context) {
        return command.setExecutionStrategy(parsed -> {
            log.apply(command, context.environment());
            return new RunLast().execute(parsed);
        });
    }

    /** What a command and those beneath it have in common. */
    static CommandLine configured(CommandLine command, CommandContext context) {
        ErrorHandler errorHandler = new ErrorHandler(context);
        return command.registerConverter(PointInTime.class, Cli::pointInTime)
                .registerConverter(RowFormat.class, text -> oneOf(RowFormat.values(), text))
                .registerConverter(FormulaCells.class, text -> oneOf(FormulaCells.values(), text))
                .registerConverter(Shell.class, text -> oneOf(Shell.values(), text))
                // A name may begin with @, and is no file of arguments.
                .setExpandAtFiles(false)
                .setOut(new PrintWriter(context.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(WIDTH)
                .setColorScheme(Help.defaultColorScheme(context.outIsTerminal() ? Ansi.AUTO : Ansi.OFF))
                .setParameterExceptionHandler(errorHandler)
                .setExecutionExceptionHandler(errorHandler);
    }

    private static PointInTime pointInTime(String text) {
        try {
            return PointInTime.parse(text);
        } catch (ConfigurationException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** By the names under which the constants print themselves. */
    private static <T> T oneOf(T[] values, String text) {
        return Stream.of(values)
                .filter(value -> value.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "': expected one of "
                        + Stream.of(values).map(Object::toString).collect(Collectors.joining(", "))));
    }
}
