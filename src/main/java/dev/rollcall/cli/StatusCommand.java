package dev.rollcall.cli;

import dev.rollcall.cli.progress.WatchDisplay;
import dev.rollcall.cli.text.SourceFreshness;
import dev.rollcall.cli.text.StatusJson;
import dev.rollcall.cli.text.StatusSheet;
import dev.rollcall.cli.text.StatusText;
import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.directory.TextWidth;
import dev.rollcall.source.Source;
import dev.rollcall.store.snapshot.SourceStatus;
import dev.rollcall.store.snapshot.SourceStatusQuery;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells where sources stand, from the database alone. */
@Command(
        name = "status",
        description = "Tells the last published snapshot of each source, its age, what is under way and how the last"
                + " run ended, and what to do about it: of those named in that order, else those first that failed, are"
                + " held back by the guard, parked, stale, or never read, by name. More than 20 get a line each.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE, ROLLCALL_JOBS; see 'rollcall --help'.",
            "",
            "Exit codes:",
            "  0  fresh",
            "  1  stale (never published, older than fresh-within of its job file or,",
            "     without it, two due times of its schedule ago), or the last run failed;",
            "     that it was stopped, or held back by the guard, is told and changes",
            "     nothing",
            "  2  usage or configuration",
            "  143, 130  stopped by a signal, as --watch is",
            "",
            "The rights of rollcall_reader are enough.",
            "",
            "Examples:",
            "  rollcall status acme --json",
            "  rollcall status --watch"
        })
final class StatusCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration GLANCE = Duration.ofMillis(50);

    private final CommandContext context;

    @Parameters(paramLabel = "SOURCE", arity = "0..*", description = "Names of sources. Default: all.")
    private List<String> names = List.of();

    @Mixin
    private final JobFolder folder = new JobFolder();

    @Option(names = "--json", description = "One JSON object a source on standard output, and nothing else.")
    private boolean json;

    @Option(
            names = "--watch",
            description = "Paint it anew on the terminal every two seconds, what is under way first, until Ctrl-C.")
    private boolean watch;

    StatusCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (watch && json) {
            throw new UsageException("--watch is for a person: it goes without --json");
        }
        if (watch && !context.paintsResults()) {
            throw new UsageException(
                    "--watch needs a terminal to paint on: elsewhere ask again with 'rollcall status'");
        }
        DatabaseSettings settings = DatabaseSettings.from(context.environment());
        try (Database database = new Database(settings, 1);
                SlowWorkNotice notice = new SlowWorkNotice(context)) {
            notice.begin("looking how far sources are");
            BackgroundAnswer<List<SourceStatus>> statuses = BackgroundAnswer.of(
                    () -> Preconditions.answered(database, new SourceStatusQuery(database.pool())::all));
            List<Source> described = folder.described(context);
            List<SourceFreshness> sources = SourceFreshness.of(names, described, statuses.await());
            notice.end();
            if (watch) {
                SourceStatusQuery query = new SourceStatusQuery(database.pool());
                return watch(() -> SourceFreshness.of(names, described, query.all()));
            }
            print(sources);
            if (sources.isEmpty()) {
                context.err().println("no source yet");
            }
            return sources.stream().allMatch(SourceFreshness::isGood) ? ExitCodes.OK : ExitCodes.FAILED;
        }
    }

    /** Returns when a signal ends the process. */
    private int watch(Supplier<List<SourceFreshness>> query) {
        try (WatchDisplay display = new WatchDisplay(context.out())) {
            while (!context.stopping().getAsBoolean()) {
                List<SourceFreshness> sources = query.get();
                display.paint(columns -> paragraphs(sources, columns));
                pause();
            }
        }
        return ExitCodes.ofSignal();
    }

    private static List<List<String>> paragraphs(List<SourceFreshness> sources, int columns) {
        if (sources.isEmpty()) {
            return List.of(List.of(TextWidth.cut("no source yet", columns)));
        }
        List<SourceFreshness> inOrder = sources.stream()
                .sorted(Comparator.comparing(SourceFreshness::isUnderWay).reversed())
                .toList();
        if (StatusSheet.isFor(sources)) {
            return StatusSheet.of(inOrder, columns).stream().map(List::of).toList();
        }
        return inOrder.stream().map(source -> StatusText.of(source, columns)).toList();
    }

    /** Looks for a signal meanwhile: who presses Ctrl-C does not wait. */
    private void pause() {
        long until = System.nanoTime() + PAUSE.toNanos();
        while (System.nanoTime() - until < 0 && !context.stopping().getAsBoolean()) {
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    /** All at once: a line by itself is a call of the system. */
    private void print(List<SourceFreshness> sources) {
        Stream<String> lines;
        if (json) {
            lines = sources.stream().map(StatusJson::of);
        } else if (StatusSheet.isFor(sources)) {
            lines = StatusSheet.of(sources).stream();
        } else {
            lines = sources.stream().flatMap(source -> StatusText.of(source).stream());
        }
        context.out().print(lines.map(line -> line + System.lineSeparator()).collect(Collectors.joining()));
    }
}
