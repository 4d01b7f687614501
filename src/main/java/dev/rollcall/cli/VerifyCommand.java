package dev.rollcall.cli;

import dev.rollcall.answer.KnownSources;
import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.evidence.ChainReport;
import dev.rollcall.answer.evidence.ChainVerification;
import dev.rollcall.answer.evidence.PackCheck;
import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.directory.SafeText;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies that the history is what was published. */
@Command(
        name = "verify",
        description = "Recomputes the chain of snapshots of each source, and names the first link that no longer agrees"
                + " with the rows.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "Reads all of history. The rights of rollcall_reader are enough. With --evidence",
            "no database is needed.",
            "",
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE; see 'rollcall --help'.",
            "",
            "Exit codes:",
            "  0  every chain holds, and has the link of --head",
            "  1  one does not, or a pack doesn't agree, or the verification failed",
            "  2  usage or configuration",
            "",
            "Example: rollcall verify acme",
            "         rollcall verify --evidence acme-q1.zip"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final Pattern LINK = Pattern.compile("[0-9a-f]{64}");

    private final CommandContext context;

    @Parameters(
            paramLabel = "SOURCE",
            arity = "0..*",
            description = "Names of sources. Default: all, retired ones included.")
    private List<String> names = List.of();

    @Option(
            names = "--head",
            paramLabel = "HEX",
            description = "A link noted earlier: is it one of these chains, which then are the same up to it?")
    private @Nullable String head;

    @Option(
            names = "--evidence",
            paramLabel = "FILE.zip",
            description = "Check a pack of 'rollcall evidence' instead: every file's hash, and its chain.")
    private @Nullable Path evidence;

    VerifyCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String link = head == null ? null : head.toLowerCase(Locale.ROOT);
        if (link != null && !LINK.matcher(link).matches()) {
            throw new UsageException("--head is a link: 64 hexadecimal digits");
        }
        if (evidence != null) {
            if (!names.isEmpty()) {
                throw new UsageException("--evidence goes without names of sources: a pack is of one");
            }
            try (SlowWorkNotice notice = new SlowWorkNotice(context)) {
                notice.begin("checking the files in " + SafeText.of(evidence.toString()));
                return tell(PackCheck.check(evidence, link), evidence, link);
            }
        }
        DatabaseSettings settings = DatabaseSettings.from(context.environment());
        try (Database database = new Database(settings, 1);
                SlowWorkNotice notice = new SlowWorkNotice(context)) {
            Preconditions.readable(database);
            try (ReadSession session = ReadSession.open(database)) {
                List<String> known = new KnownSources(session).named(names);
                AtomicReference<String> parts = new AtomicReference<>("looking for periods that overlap");
                // Each reads all of history, and needs nothing of the other: two processors take half of the time.
                BackgroundAnswer<List<String>> impossible =
                        BackgroundAnswer.of(() -> impossiblePeriods(database, parts::set));
                List<ChainReport> reports = new ChainVerification(session, notice::begin).verify(known, link);
                notice.begin(parts::get);
                return tell(reports, impossible.await(), link);
            }
        }
    }

    private static List<String> impossiblePeriods(Database database, Consumer<String> begins) {
        try (ReadSession session = ReadSession.open(database)) {
            return new ChainVerification(session, begins).impossiblePeriods();
        }
    }

    private int tell(PackCheck.Checked pack, Path file, @Nullable String link) {
        String name = SafeText.of(file.toString());
        if (pack.disagreement() != null) {
            context.out().println(name + ": " + SafeText.of(pack.disagreement()));
            return ExitCodes.FAILED;
        }
        context.out()
                .println(String.format(
                        Locale.ROOT,
                        "%s: %s as of %s: %d files agree, %,d %s%s",
                        name,
                        SafeText.of(pack.source()),
                        SafeText.of(pack.asOf()),
                        pack.files(),
                        pack.links(),
                        pack.links() == 1 ? "link holds" : "links hold",
                        pack.newestLink() == null ? "" : ", the newest: " + pack.newestLink()));
        if (link != null) {
            context.out().println(link + (pack.noted() ? " is one of these links" : " is none of these links"));
        }
        return link == null || pack.noted() ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private int tell(List<ChainReport> reports, List<String> impossible, @Nullable String link) {
        reports.forEach(report -> context.out().println(SafeText.of(line(report))));
        impossible.forEach(problem -> context.out().println(SafeText.of(problem)));
        if (reports.isEmpty()) {
            context.err().println("no source yet");
        }
        boolean holds = reports.stream().allMatch(ChainReport::holds) && impossible.isEmpty();
        return (link == null || tellNoted(reports, link)) && holds ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private boolean tellNoted(List<ChainReport> reports, String link) {
        for (ChainReport report : reports) {
            if (report.noted().isPresent()) {
                context.out().println(link + " is " + place(report.noted().get()) + " of " + report.source());
                return true;
            }
        }
        context.out()
                .println(link + " is no link that agrees: the past was rewritten since it was noted, or it is of"
                        + " another source or database");
        return false;
    }

    private static String line(ChainReport report) {
        ChainReport.Place last = report.last();
        if (report.disagreement().isPresent()) {
            ChainReport.Disagreement first = report.disagreement().get();
            return report.source() + ": " + (first.place() == null ? "" : place(first.place()) + ": ") + first.what();
        }
        if (last == null) {
            return report.source() + ": nothing was published yet";
        }
        return String.format(
                Locale.ROOT,
                "%s: %,d %s, the last of %s: %s%s",
                report.source(),
                report.links(),
                report.links() == 1 ? "link holds" : "links hold",
                PointInTime.format(last.at()),
                last.link(),
                report.horizon() == null
                        ? ""
                        : "; what ended before " + PointInTime.format(report.horizon()) + " was pruned");
    }

    private static String place(ChainReport.Place place) {
        return "link " + place.seq() + " (" + (place.snapshot() == null ? "" : "snapshot " + place.snapshot() + ", ")
                + place.kind() + " " + PointInTime.format(place.at()) + ")";
    }
}
