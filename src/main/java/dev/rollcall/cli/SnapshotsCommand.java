package dev.rollcall.cli;

import dev.rollcall.answer.KnownSources;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.format.RowFormat;
import dev.rollcall.answer.snapshot.SnapshotList;
import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what became of the last runs. */
@Command(
        name = "snapshots",
        description = "Lists what became of the last runs, newest first: a row a snapshot, which several runs may have"
                + " read.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "A table has the columns that a terminal has room for; csv, json and jsonl have",
            "all those of the view directory.snapshots. A run that failed before it had a",
            "snapshot is in 'rollcall status' alone.",
            "",
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE; see 'rollcall --help'.",
            "",
            "Exit codes: 0 done, 1 failed, 2 usage or configuration, 143, 130 stopped by a",
            "signal.",
            "",
            "The rights of rollcall_reader are enough.",
            "",
            "Example: rollcall snapshots acme --last=100 --format=csv -o snapshots.csv"
        })
final class SnapshotsCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(
            paramLabel = "SOURCE",
            arity = "0..*",
            description = "Names of sources, retired ones too. Default: all.")
    private List<String> names = List.of();

    @Option(names = "--last", paramLabel = "N", description = "So many of them, all sources together. Default: 20.")
    private int last = 20;

    @Mixin
    private final AnswerOutput output = new AnswerOutput();

    SnapshotsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (last < 1) {
            throw new UsageException("--last is how many: 1 or more");
        }
        DatabaseSettings settings = DatabaseSettings.from(context.environment());
        try (Database database = new Database(settings, 1)) {
            Preconditions.readable(database);
            try (ReadSession session = ReadSession.open(database);
                    SlowWorkNotice notice = new SlowWorkNotice(context)) {
                notice.begin("looking what became of runs");
                List<String> sources = names.isEmpty() ? List.of() : new KnownSources(session).named(names);
                boolean inShort = output.format() == RowFormat.TABLE;
                SnapshotList list = SnapshotList.of(session, sources, last, inShort);
                notice.end();
                output.write(context, list.columns(), list::writeTo);
            }
        }
        return ExitCodes.OK;
    }
}
