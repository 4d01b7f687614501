package dev.rollcall.cli;

import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.export.Export;
import dev.rollcall.answer.export.Export.Exported;
import dev.rollcall.answer.export.ExportFormat;
import dev.rollcall.answer.export.ExportOptions;
import dev.rollcall.answer.export.ExportedFile;
import dev.rollcall.answer.format.FormulaCells;
import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.SafeText;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what is published to files. */
@Command(
        name = "export",
        description = "Writes groups, memberships and users to files, as CSV, JSON lines or Parquet.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "DIR/SOURCE/ gets groups, memberships and users, .csv, .jsonl or .parquet, and",
            "last manifest.json with each file's hash. All files of one call are of one",
            "state. A file replaces the one there, whole or not at all.",
            "",
            "A time is a date (00:00 UTC), a date and time, in UTC unless a zone is given,",
            "or now. A second --to is taken for --until.",
            "",
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE; see 'rollcall --help'.",
            "",
            "Exit codes: 0 done, 1 failed, 2 usage or configuration, or a file that can't be",
            "written, 6 nothing was known of a source at that time, and nothing is written.",
            "",
            "The rights of rollcall_reader are enough.",
            "",
            "Example: rollcall export --all --to export --format parquet --changes --by-month"
        })
final class ExportCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final DatabaseSources sources = new DatabaseSources();

    @Option(names = "--to", paramLabel = "DIR", description = "Folder that gets the files; made where it is missing.")
    private List<String> to = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "csv",
            description = "csv (default), jsonl or parquet.")
    private ExportFormat format = ExportFormat.CSV;

    @Option(
            names = "--csv-formulas",
            paramLabel = "escape|keep",
            defaultValue = "escape",
            description = "What becomes of text that a spreadsheet would take for a formula: it gets a leading"
                    + " apostrophe (escape, the default), or stays as it is (keep).")
    private FormulaCells formulas = FormulaCells.ESCAPE;

    @Option(names = "--as-of", paramLabel = "T", description = "What was published at T. Default: what is now.")
    private @Nullable PointInTime asOf;

    @Option(names = "--history", description = "Every period ever published, with its beginning and end.")
    private boolean history;

    @Option(names = "--changes", description = "The changes besides, in a file changes.")
    private boolean changes;

    @Option(names = "--from", paramLabel = "T", description = "With --changes: the first time that counts.")
    private @Nullable PointInTime from;

    @Option(names = "--until", paramLabel = "T", description = "With --changes: the first that no longer counts.")
    private @Nullable PointInTime until;

    @Option(
            names = "--by-month",
            description = "With --changes: DIR/changes/source=SOURCE/month=YYYY-MM/changes of each whole month instead;"
                    + " of months that are over, only what is missing.")
    private boolean byMonth;

    ExportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        validate();
        DatabaseSettings settings = DatabaseSettings.from(context.environment());
        try (Database database = new Database(settings, 1)) {
            Preconditions.readable(database);
            try (ReadSession session = ReadSession.open(database)) {
                export(session).forEach(this::print);
            }
        }
        return ExitCodes.OK;
    }

    private void validate() {
        sources.validate();
        if (to.isEmpty()) {
            throw new UsageException("--to DIR is missing: the folder that gets the files");
        }
        if (to.size() > (until == null ? 2 : 1)) {
            throw new UsageException(
                    "--to is given too often: once for the folder, and --until for the end of the changes");
        }
        if (asOf != null && history) {
            throw new UsageException("--history has every time in it: it goes without --as-of");
        }
        if (!changes && (from != null || until != null || to.size() > 1 || byMonth)) {
            throw new UsageException("--from, --until and --by-month go with --changes");
        }
    }

    private List<Exported> export(ReadSession session) {
        List<String> names = sources.of(session);
        try (RowsListener rows = new RowsListener(context)) {
            Export export = new Export(session, options(session), rows);
            return sources.all() ? export.ofKnown(names, this::tellLeftOut) : export.of(names);
        }
    }

    private void tellLeftOut(String source) {
        context.err().println("rollcall: source " + source + " is left out: nothing is known of it at that time");
    }

    private ExportOptions options(ReadSession session) {
        PointInTime end = until;
        String folder = to.get(0);
        if (to.size() > 1) {
            // Both mean something here: the folder comes first, unless only the first can be a time.
            boolean swapped = isTime(to.get(0)) && !isTime(to.get(1));
            folder = to.get(swapped ? 1 : 0);
            end = PointInTime.parse(to.get(swapped ? 0 : 1));
        }
        Instant at = resolve(session, "--as-of", asOf);
        Instant first = resolve(session, "--from", from);
        Instant last = resolve(session, "--until", end);
        if (first != null && last != null && !first.isBefore(last)) {
            throw new ConfigurationException("the changes would end before they begin: --from "
                    + PointInTime.format(first) + " --until " + PointInTime.format(last));
        }
        return new ExportOptions(
                Path.of(folder),
                format,
                formulas,
                at,
                history,
                changes ? new ExportOptions.Changes(first, last, byMonth) : null);
    }

    private static boolean isTime(String text) {
        try {
            PointInTime.parse(text);
            return true;
        } catch (ConfigurationException e) {
            return false;
        }
    }

    private @Nullable Instant resolve(ReadSession session, String option, @Nullable PointInTime time) {
        return time == null ? null : AskedTime.resolve(context, session, option, time);
    }

    private void print(Exported exported) {
        String counts = exported.files().stream()
                .filter(file -> !file.name().startsWith("../"))
                .map(ExportCommand::count)
                .collect(Collectors.joining(", "));
        long months = exported.files().stream()
                .filter(file -> file.name().startsWith("../"))
                .count();
        context.out()
                .println(exported.source().name() + ": " + counts
                        + (months == 0
                                ? ""
                                : ", changes of " + (months - exported.kept()) + " months, " + exported.kept()
                                        + " were there")
                        + " in " + SafeText.of(exported.folder().toString()));
    }

    private static String count(ExportedFile file) {
        return String.format(Locale.ROOT, "%,d %s", file.rows(), file.name().replaceFirst("\\..*", ""));
    }
}
