package dev.rollcall.cli;

import dev.rollcall.cli.check.DatabasePreconditions;
import dev.rollcall.cli.progress.ProgressDisplay;
import dev.rollcall.cli.text.SyncJson;
import dev.rollcall.cli.text.SyncText;
import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.directory.RollcallException;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.metrics.OtlpExport;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.GroupDifference;
import dev.rollcall.store.publish.PublishRequest.Consent;
import dev.rollcall.sync.ConnectionBudget;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncRunner;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads sources and publishes what they hold. */
@Command(
        name = "sync",
        description = "Resumes or begins a snapshot of each source, and publishes it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE, ROLLCALL_JOBS; see 'rollcall --help'.",
            "",
            "Exit codes; of several sources the gravest, in the order 1, 3, 5, 4, 0:",
            "  0  published",
            "  1  failed: run again to resume",
            "  2  usage or configuration: no request was sent for any source",
            "  3  the guard holds removals back until a person consents",
            "  4  published with gaps: groups that could not be read stay as they were",
            "  5  another run holds the source",
            "  143, 130  stopped by a signal: run again to resume",
            "A dry run: 0, 3 would trip the guard, 4 has gaps, and 1, 2, 5 as above.",
            "",
            "Examples:",
            "  rollcall sync acme",
            "  rollcall sync acme --dry-run",
            "  rollcall sync acme --accept-removals=42",
            "  rollcall sync --all --json"
        })
final class SyncCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final SourceChoice choice = new SourceChoice();

    @Option(names = "--fresh", description = "Discard an interrupted snapshot instead of resuming it.")
    private boolean fresh;

    @Option(
            names = "--dry-run",
            description =
                    "Read anew, print group by group what would change (+ joined, - left, ~ changed, = found by a first"
                            + " reading, / no longer in the scope), publish nothing, leave nothing behind.")
    private boolean dryRun;

    @Option(
            names = "--accept-removals",
            paramLabel = "SNAPSHOT_ID",
            description = "Publish the guarded snapshot as it was read, with no further request.")
    private @Nullable Long accepted;

    @Option(names = "--json", description = "One JSON object a source on standard output, and nothing else.")
    private boolean json;

    SyncCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        validate();
        List<Source> sources = choice.load(context);
        DatabaseSettings settings = DatabaseSettings.from(context.environment());
        try (Database database = new Database(settings, ConnectionBudget.pool(sources))) {
            DatabasePreconditions preconditions = migrated(database, sources);
            try {
                preconditions.requireSchema(sources.stream().map(Source::name).toList());
            } catch (RollcallException refusal) {
                record(sources, database, refusal);
                throw refusal;
            }
            return sync(sources, database);
        }
    }

    private void validate() {
        choice.validate();
        if (accepted == null) {
            return;
        }
        if (!choice.isOne()) {
            throw new UsageException("--accept-removals goes with exactly one SOURCE");
        }
        if (dryRun || fresh) {
            throw new UsageException(
                    "--accept-removals publishes what was read: it goes without --dry-run and --fresh");
        }
    }

    private DatabasePreconditions migrated(Database database, List<Source> sources) {
        try (SlowWorkNotice notice = new SlowWorkNotice(context)) {
            notice.begin("looking at the database, and applying what is pending of its schema");
            return Preconditions.migrated(database, sources);
        }
    }

    private void record(List<Source> sources, Database database, RollcallException refusal) {
        if (dryRun) {
            return;
        }
        try (ConfigurableApplicationContext application = SyncContext.start(database, context.environment())) {
            application.getBean(SyncRunner.class).recordRefusal(sources, refusal);
        }
    }

    private int sync(List<Source> sources, Database database) {
        // As JSON a dry run tells numbers alone.
        OtlpExport metrics = SentMetrics.start(context.environment(), database, sources);
        Network network =
                metrics == null ? new Network(context.environment()) : new Network(context.environment(), metrics);
        try (DryRunSpool spool = new DryRunSpool(dryRun && !json ? sources : List.of(), context.names());
                ConfigurableApplicationContext application = SyncContext.start(database, network)) {
            SyncOptions options = new SyncOptions(
                    fresh, lines(spool), accepted == null ? null : new Consent(accepted, CurrentUser.name()));
            List<SyncResult> results;
            try (metrics;
                    ProgressDisplay display = new ProgressDisplay(context.paintsProgress(), sources)) {
                results = application.getBean(SyncRunner.class).run(sources, options, display);
            }
            return ExitCodes.ofSync(
                    results.stream().map(result -> print(result, spool)).toList());
        }
    }

    private @Nullable BiConsumer<String, GroupDifference> lines(DryRunSpool spool) {
        if (!dryRun) {
            return null;
        }
        return json ? (source, difference) -> {} : spool;
    }

    /** Returns the exit code. */
    private int print(SyncResult result, DryRunSpool spool) {
        int exitCode = ExitCodes.of(result);
        if (json) {
            context.out().println(SyncJson.of(result, exitCode));
            return exitCode;
        }
        Optional<String> lost = dryRun ? spool.print(result.source(), context.out()) : Optional.empty();
        SyncText.of(result, context.names()).forEach(context.out()::println);
        lost.ifPresent(
                why -> context.err().println("rollcall: " + result.source() + ": not all lines are told: " + why));
        return lost.isPresent() ? ExitCodes.FAILED : exitCode;
    }
}
