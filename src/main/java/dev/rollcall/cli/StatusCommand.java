package dev.rollcall.cli;

import dev.rollcall.cli.text.SourceFreshness;
import dev.rollcall.cli.text.StatusJson;
import dev.rollcall.cli.text.StatusText;
import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.source.Source;
import dev.rollcall.store.snapshot.SourceStatus;
import dev.rollcall.store.snapshot.SourceStatusQuery;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells where sources stand, from the database alone. */
@Command(
        name = "status",
        description = "Tells the last published snapshot of each source, its age, what is under way and how the last"
                + " run ended.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE, ROLLCALL_JOBS; see 'rollcall --help'.",
            "",
            "Exit codes:",
            "  0  fresh",
            "  1  stale (never published, or older than fresh-within of its job file),",
            "     or the last run failed; that it was stopped, or held back by the guard,",
            "     is told and changes nothing",
            "  2  usage or configuration",
            "",
            "The rights of rollcall_reader are enough.",
            "",
            "Example: rollcall status acme --json"
        })
final class StatusCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "SOURCE", arity = "0..*", description = "Names of sources. Default: all.")
    private List<String> names = List.of();

    @Mixin
    private final JobFolder folder = new JobFolder();

    @Option(names = "--json", description = "One JSON object a source on standard output, and nothing else.")
    private boolean json;

    StatusCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        DatabaseSettings settings = DatabaseSettings.from(context.environment());
        List<Source> described = folder.described(context);
        try (Database database = new Database(settings, 1)) {
            Preconditions.readable(database);
            List<SourceStatus> statuses = new SourceStatusQuery(database.pool()).all();
            List<SourceFreshness> sources = SourceFreshness.of(names, described, statuses);
            sources.forEach(this::print);
            if (sources.isEmpty()) {
                context.err().println("no source yet");
            }
            return sources.stream().allMatch(SourceFreshness::isGood) ? ExitCodes.OK : ExitCodes.FAILED;
        }
    }

    private void print(SourceFreshness source) {
        if (json) {
            context.out().println(StatusJson.of(source));
        } else {
            StatusText.of(source).forEach(context.out()::println);
        }
    }
}
