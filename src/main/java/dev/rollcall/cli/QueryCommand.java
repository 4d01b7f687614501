package dev.rollcall.cli;

import dev.rollcall.answer.query.Queries;
import dev.rollcall.answer.query.Query;
import dev.rollcall.directory.SafeText;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the reporting queries, or answers one, which is a command of its own with an option for each parameter. */
@Command(
        name = "query",
        description = "Lists the reporting queries, or answers one.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        customSynopsis = {
            "rollcall query [-hqvV]",
            "rollcall query NAME [--PARAMETER=VALUE ...] [--format=FORMAT] [-o=FILE]",
            "                    [--csv-formulas=RULE] [--timeout=DURATION]",
            "rollcall query NAME --help"
        },
        footerHeading = "%n",
        footer = {
            "Further queries are files NAME.sql in the folder ROLLCALL_QUERIES, written like",
            "those of db/queries, whose README.md tells how.",
            "",
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE, ROLLCALL_QUERIES; see 'rollcall --help'.",
            "",
            "Exit codes:",
            "  0  answered, also when nothing was found",
            "  1  failed, or took longer than --timeout",
            "  2  usage or configuration, a query's file included",
            "  6  nothing is known of the source at that time",
            "  143, 130  stopped by a signal",
            "",
            "The rights of rollcall_reader are enough.",
            "",
            "Examples:",
            "  rollcall query",
            "  rollcall query members-of-a-group --help",
            "  rollcall query members-of-a-group --source=acme --group='Finance Readers'",
            "  rollcall query freshness --format=csv -o freshness.csv"
        })
final class QueryCommand implements Callable<Integer> {
    private final CommandContext context;

    /** Options are the query's: the parser leaves them alone once it has met the name. */
    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Name of the query, then its parameters.")
    private List<String> words = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    QueryCommand(CommandContext context) {
        this.context = context;
    }

    /** The command, whose parser stops at the query's name. */
    static CommandLine commandLine(CommandContext context) {
        return new CommandLine(new QueryCommand(context)).setStopAtPositional(true);
    }

    @Override
    public Integer call() {
        String folder = context.environment().get("ROLLCALL_QUERIES");
        Queries queries = new Queries(folder == null ? null : Path.of(folder));
        if (words.isEmpty()) {
            list(queries.all());
            return ExitCodes.OK;
        }
        Query query = queries.named(words.get(0));
        CommandLine command = AskCommand.commandLine(context, query);
        spec.commandLine().addSubcommand(query.name(), command);
        // The options of the log may stand after the name too.
        LogOptions log = ((RollcallCommand) spec.root().userObject()).log();
        return Cli.logging(Cli.configured(command, context), log, context)
                .execute(words.stream().skip(1).toArray(String[]::new));
    }

    private void list(List<Query> queries) {
        int width =
                queries.stream().mapToInt(query -> query.name().length()).max().orElse(0);
        for (Query query : queries) {
            String name = SafeText.of(query.name());
            context.out()
                    .println(name + " ".repeat(Math.max(0, width - name.length())) + "  "
                            + SafeText.of(query.head().question()));
        }
    }
}
