package dev.rollcall.cli;

import dev.rollcall.answer.Coverage;
import dev.rollcall.answer.KnownSources;
import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.Span;
import dev.rollcall.answer.evidence.ConfigurationText;
import dev.rollcall.answer.evidence.EvidencePack;
import dev.rollcall.answer.report.Report;
import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.SafeText;
import dev.rollcall.source.Source;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes what an auditor takes away. */
@Command(
        name = "evidence",
        description = "Writes one archive that an auditor can take away: what was published of a source, what was read"
                + " when, and the chain that shows an edited past.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "It begins with statement.html, a statement of completeness for a browser; its",
            "tables are CSV. 'rollcall verify --evidence FILE.zip' checks it without a",
            "database. A span is cut to what is known.",
            "",
            "A time is a date (00:00 UTC), a date and time, in UTC unless a zone is given,",
            "or now.",
            "",
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE, ROLLCALL_JOBS; see 'rollcall --help'.",
            "",
            "Exit codes: 0 done, 1 failed, 2 usage or configuration, or a file that can't be",
            "written, 6 nothing of the span is known, and nothing is written.",
            "",
            "The rights of rollcall_reader are enough.",
            "",
            "Example: rollcall evidence acme --from 2026-01-01 --to 2026-04-01 -o acme-q1.zip"
        })
final class EvidenceCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "SOURCE", description = "Its name, also that of a retired one.")
    private String source = "";

    @Option(names = "--from", paramLabel = "T", required = true, description = "Where the span begins.")
    private @Nullable PointInTime from;

    @Option(names = "--to", paramLabel = "T", required = true, description = "Where it ends: the state is of then.")
    private @Nullable PointInTime to;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.zip",
            required = true,
            description = "The archive, written whole or not at all.")
    private @Nullable Path file;

    @Mixin
    private final JobFolder folder = new JobFolder();

    EvidenceCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (from == null || to == null || file == null) {
            throw new UsageException("--from, --to and -o are needed");
        }
        DatabaseSettings settings = DatabaseSettings.from(context.environment());
        try (Database database = new Database(settings, 1)) {
            Preconditions.readable(database);
            try (ReadSession session = ReadSession.open(database);
                    RowsListener rows = new RowsListener(context)) {
                List<String> unused = new KnownSources(session).named(List.of(source));
                Span asked = span(session, from, to);
                Span known = new Coverage(session).cut(source, asked);
                rows.begin("reading the history for the report");
                EvidencePack.Page report = report(session, known);
                rows.begin("reading what the statement tells of source " + source);
                EvidencePack pack = EvidencePack.of(session, source, asked, configuration(), report, rows);
                Coverage.cuts(source, "from", asked, pack.known())
                        .forEach(line -> context.err().println("rollcall: " + line));
                rows.begin("writing the pages of the pack");
                pack.writeTo(file);
                context.out()
                        .println("evidence of " + source + " is in " + SafeText.of(file.toString())
                                + (pack.newestLink() == null ? "" : "; its newest link: " + pack.newestLink()));
            }
        }
        return ExitCodes.OK;
    }

    private Span span(ReadSession session, PointInTime first, PointInTime last) {
        Instant begin = AskedTime.resolve(context, session, "--from", first);
        Instant end = AskedTime.resolve(context, session, "--to", last);
        return AskedTime.span("span", begin, end);
    }

    private @Nullable String configuration() {
        Source described = folder.described(context, source);
        if (described != null) {
            return ConfigurationText.of(described);
        }
        context.err()
                .println("rollcall: the pack is without configuration.yaml: there is no "
                        + SafeText.of(folder.file(context, source).toString()) + "; --jobs names another folder");
        return null;
    }

    /** Null where the span is too large for one: a pack without is worth more than none. */
    private EvidencePack.@Nullable Page report(ReadSession session, Span known) {
        try {
            return Report.of(session, List.of(source), known)::writeTo;
        } catch (ConfigurationException e) {
            context.err().println("rollcall: the pack is without report.html: " + SafeText.of(e.getMessage()));
            return null;
        }
    }
}
