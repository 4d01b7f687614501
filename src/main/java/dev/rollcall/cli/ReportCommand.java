package dev.rollcall.cli;

import dev.rollcall.answer.OutputFile;
import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.Span;
import dev.rollcall.answer.report.Report;
import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the history of sources as one HTML page. */
@Command(
        name = "report",
        description = "Writes one HTML page that shows who was in which group at any time, opened from disk in a"
                + " browser.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "The page holds all of its data, names and e-mail addresses included: keep it as",
            "you keep these. It asks nobody for anything.",
            "",
            "A time is a date (00:00 UTC), a date and time, in UTC unless a zone is given,",
            "or now. A page holds at most 2 million periods of memberships and 25 MB: above,",
            "it is not written, and you are told which --from fits.",
            "",
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE; see 'rollcall --help'.",
            "",
            "Exit codes: 0 done, 1 failed, 2 usage or configuration, too large, or a file",
            "that can't be written, 6 nothing was known of a source in that time.",
            "",
            "The rights of rollcall_reader are enough.",
            "",
            "Example: rollcall report acme --from 2026-01-01 -o acme.html"
        })
final class ReportCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final DatabaseSources sources = new DatabaseSources();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The page. One that is there is replaced, whole or not at all.")
    private Path file = Path.of("");

    @Option(names = "--from", paramLabel = "T", description = "The first time it shows. Default: all that is known.")
    private @Nullable PointInTime from;

    @Option(names = "--to", paramLabel = "T", description = "The last time it shows. Default: now.")
    private @Nullable PointInTime to;

    ReportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        sources.validate();
        DatabaseSettings settings = DatabaseSettings.from(context.environment());
        try (Database database = new Database(settings, 1);
                SlowWorkNotice notice = new SlowWorkNotice(context)) {
            Preconditions.readable(database);
            notice.begin("reading the history for the report");
            Report report;
            try (ReadSession session = ReadSession.open(database)) {
                report = read(session);
            }
            notice.begin("writing the report");
            OutputFile.write(file, report::writeTo);
        }
        return ExitCodes.OK;
    }

    private Report read(ReadSession session) {
        List<String> names = sources.of(session);
        Instant first = from == null ? PointInTime.LEAST : AskedTime.resolve(context, session, "--from", from);
        Instant last = to == null ? session.now() : AskedTime.resolve(context, session, "--to", to);
        Span asked = AskedTime.span("report", first, last);
        Report report = sources.all() ? Report.ofKnown(session, names, asked) : Report.of(session, names, asked);
        report.notes().forEach(note -> context.err().println("rollcall: " + note));
        return report;
    }
}
