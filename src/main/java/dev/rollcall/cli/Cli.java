package dev.rollcall.cli;

import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.format.FormulaCells;
import dev.rollcall.answer.format.RowFormat;
import dev.rollcall.cli.completion.Shell;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.log.LogSettings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
        // The others' options, which nobody asks about, would cost a short command an eighth of its time.
        boolean named = args.length > 0 && RollcallCommand.COMMANDS.contains(args[0]);
        CommandLine program = program(context, named ? List.of(args[0]) : RollcallCommand.COMMANDS);
        int exitCode = program.execute(args);
        program.getOut().flush();
        program.getErr().flush();
        return exitCode;
    }

    /** The program with all its commands. */
    public static CommandLine program(CommandContext context) {
        return program(context, RollcallCommand.COMMANDS);
    }

    private static CommandLine program(CommandContext given, List<String> commands) {
        CommandContext context = LogSettings.isJson(given.environment()) ? given.withLoggedErrors() : given;
        RollcallCommand command = new RollcallCommand();
        CommandLine program = new CommandLine(command);
        for (String name : commands) {
            program.addSubcommand(command(name, context));
        }
        return logging(configured(program, context), command.log(), context);
    }

    private static Object command(String name, CommandContext context) {
        return switch (name) {
            case "sync" -> new SyncCommand(context);
            case "worker" -> new WorkerCommand(context);
            case "status" -> new StatusCommand(context);
            case "snapshots" -> new SnapshotsCommand(context);
            case "report" -> new ReportCommand(context);
            case "export" -> new ExportCommand(context);
            case "query" -> QueryCommand.commandLine(context);
            case "diff" -> new DiffCommand(context);
            case "check" -> new CheckCommand(context);
            case "init" -> new InitCommand(context);
            case "migrate" -> new MigrateCommand(context);
            case "rename" -> new RenameCommand(context);
            case "retire" -> new RetireCommand(context);
            case "prune" -> new PruneCommand(context);
            case "forget" -> new ForgetCommand(context);
            case "evidence" -> new EvidenceCommand(context);
            case "verify" -> new VerifyCommand(context);
            case "metrics" -> new MetricsCommand(context);
            case "completion" -> new CompletionCommand(context);
            default -> throw new IllegalArgumentException("no command: " + name);
        };
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
