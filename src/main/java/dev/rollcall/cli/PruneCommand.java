package dev.rollcall.cli;

import dev.rollcall.answer.KnownSources;
import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.evidence.ChainVerification;
import dev.rollcall.database.ErrorTranslator;
import dev.rollcall.database.RowCount;
import dev.rollcall.directory.Blame;
import dev.rollcall.directory.RollcallException;
import dev.rollcall.directory.SafeText;
import dev.rollcall.store.publish.Chain;
import dev.rollcall.store.retention.HistoryPruning;
import dev.rollcall.store.retention.RetentionPeriod;
import dev.rollcall.store.retention.Vacuum;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes the part of history that is older than it may be kept. */
@Command(
        name = "prune",
        description = "Removes what ended longer ago than a time, for good. What is current never goes.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "Run it as the owner of the schemas. First it verifies that history is what was",
            "published; where it isn't, nothing goes. Snapshots, gaps, ids and the chain stay,",
            "and a link of the chain tells who pruned what. What is asked as of a time before",
            "that is refused from then on. Interrupted, it goes on when it is run again.",
            "",
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE; see 'rollcall --help'.",
            "",
            "Exit codes: 0 done, 1 failed, or history is not what was published,",
            "2 usage or configuration, 5 another run holds a source.",
            "",
            "Example: rollcall prune --older-than 7y --dry-run"
        })
final class PruneCommand implements Callable<Integer> {
    private final CommandContext context;

    /** Whether periods were looked through: that is done once, for all sources. */
    private boolean periodsVerified;

    @Parameters(
            paramLabel = "SOURCE",
            arity = "0..*",
            description = "Names of sources. Default: all, retired ones included.")
    private List<String> names = List.of();

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            required = true,
            converter = AgeConverter.class,
            description = "A number of days, weeks, months or years, such as 90d, 26w, 18m or 7y.")
    private RetentionPeriod age = new RetentionPeriod(1_000, ChronoUnit.YEARS);

    @Option(names = "--dry-run", description = "Count what would go, and change nothing.")
    private boolean dryRun;

    PruneCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (OwnersWork work = OwnersWork.begin(context, "prune", names)) {
            List<String> sources;
            Instant horizon;
            try (ReadSession session = work.read()) {
                KnownSources known = new KnownSources(session);
                sources = names.isEmpty() ? known.all() : known.named(names);
                horizon = age.horizon(session.now());
            }
            if (sources.isEmpty()) {
                context.err().println("rollcall: no source yet");
            }
            List<Blame> failures = new ArrayList<>();
            for (String source : sources) {
                try {
                    prune(work, source, horizon);
                } catch (RuntimeException e) {
                    RollcallException failure = ErrorTranslator.translate(e);
                    if (sources.size() == 1
                            || failure.blame() == Blame.BUG
                            || context.stopping().getAsBoolean()) {
                        throw e;
                    }
                    // The others are pruned all the same.
                    context.err().println(line(source, failure));
                    failures.add(failure.blame());
                }
            }
            return ExitCodes.ofCheck(failures);
        }
    }

    private static String line(String source, RollcallException failure) {
        String name = "source " + source;
        return "rollcall: "
                + SafeText.of((failure.getMessage().contains(name) ? "" : name + ": ")
                        + failure.getMessage()
                        + (failure.advice() == null ? "" : "; " + failure.advice()));
    }

    private void prune(OwnersWork work, String source, Instant horizon) {
        if (dryRun) {
            count(work, source, horizon);
            return;
        }
        boolean unused = work.with(source, held -> {
            HistoryPruning pruning = new HistoryPruning(held.pool(), held.transactions(), held.number(), held.epoch());
            resume(work, pruning, source);
            prune(work, pruning, source, horizon);
            if (pruning.horizon().isPresent()) {
                // Also where nothing went now: an interrupted call may have come so far.
                work.vacuum(held, List.of(Vacuum.Table.GROUPS, Vacuum.Table.MEMBERSHIPS, Vacuum.Table.USERS));
            }
            return true;
        });
    }

    /** Removes what an interrupted call left. */
    private void resume(OwnersWork work, HistoryPruning pruning, String source) {
        Optional<Instant> before = pruning.horizon();
        if (before.isEmpty()) {
            return;
        }
        work.notice().begin("looking for what an interrupted prune of source " + source + " left");
        Chain.Removed left = pruning.ended(before.get());
        if (sum(left) == 0) {
            return;
        }
        remove(work, pruning, source, before.get(), left);
        context.out().println(source + ": removed what an interrupted prune had left: " + rows(before.get(), left));
    }

    private void prune(OwnersWork work, HistoryPruning pruning, String source, Instant horizon) {
        work.notice().begin("counting what of source " + source + " ended before " + PointInTime.format(horizon));
        Chain.Removed ended = pruning.ended(horizon);
        if (sum(ended) == 0) {
            context.out().println(source + ": nothing ended before " + PointInTime.format(horizon));
            return;
        }
        verify(work, source);
        work.notice().begin("telling the chain of source " + source + " what is left");
        HistoryPruning.Begun begun = pruning.begin(horizon, CurrentUser.name());
        remove(work, pruning, source, horizon, begun.removed());
        context.out().println(source + ": removed " + rows(horizon, begun.removed()));
        context.out().println("  chain: " + begun.link());
    }

    private void verify(OwnersWork work, String source) {
        try (ReadSession session = work.read()) {
            ChainVerification verification = new ChainVerification(session, work.notice()::begin);
            verification.verify(List.of(source), null).stream()
                    .flatMap(report -> report.disagreement().stream())
                    .findFirst()
                    .ifPresent(found -> refuse("source " + source + ": " + found.what(), source));
            if (!periodsVerified) {
                verification.impossiblePeriods().stream().findFirst().ifPresent(problem -> refuse(problem, ""));
                periodsVerified = true;
            }
        }
    }

    private static void refuse(String problem, String source) {
        throw new UnfinishedException(
                "history is not what was published, and nothing is removed: " + problem,
                "run " + ("'rollcall verify " + source).strip() + "'",
                null);
    }

    private void remove(
            OwnersWork work, HistoryPruning pruning, String source, Instant horizon, Chain.Removed expected) {
        long all = sum(expected);
        AtomicLong before = new AtomicLong();
        for (HistoryPruning.Rows rows : HistoryPruning.Rows.values()) {
            AtomicLong removed = new AtomicLong(before.get());
            work.notice()
                    .begin(() -> String.format(
                            Locale.ROOT, "removing periods of source %s: %,d of %,d", source, removed.get(), all));
            long gone = pruning.remove(rows, horizon, context.stopping(), soFar -> removed.set(before.get() + soFar));
            before.addAndGet(gone);
        }
        RowCount.expect(all, before.get(), "removing what ended of source " + source);
    }

    private void count(OwnersWork work, String source, Instant horizon) {
        try (ReadSession session = work.read()) {
            int number = session.jdbc()
                    .sql("SELECT id FROM directory.source WHERE name = ?")
                    .param(source)
                    .query(Integer.class)
                    .single();
            work.notice().begin("counting what of source " + source + " ended before " + PointInTime.format(horizon));
            context.out()
                    .println(source + ": " + rows(horizon, HistoryPruning.ended(session.jdbc(), number, horizon))
                            + "; dry run, nothing is removed");
        }
    }

    private static long sum(Chain.Removed rows) {
        return rows.groups() + rows.memberships() + rows.users();
    }

    private static String rows(Instant horizon, Chain.Removed rows) {
        return String.format(
                Locale.ROOT,
                "periods that ended before %s: groups %,d, memberships %,d, users %,d",
                PointInTime.format(horizon),
                rows.groups(),
                rows.memberships(),
                rows.users());
    }
}
