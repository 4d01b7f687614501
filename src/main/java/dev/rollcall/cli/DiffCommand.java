package dev.rollcall.cli;

import dev.rollcall.answer.KnownSources;
import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.Span;
import dev.rollcall.answer.diff.Difference;
import dev.rollcall.answer.diff.PublishedDifferences;
import dev.rollcall.answer.format.Column;
import dev.rollcall.answer.format.ColumnType;
import dev.rollcall.answer.format.RowFormat;
import dev.rollcall.cli.text.DifferenceText;
import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.store.publish.GroupDifference;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares what was published of a source at two times. */
@Command(
        name = "diff",
        description = "Compares what was published of a source at two times, group by group: + joined or created,"
                + " - left or gone, ~ changed, = known since (a first reading), / no longer in the scope. A member with"
                + " another membership id left and joined. What came and went in between is in 'rollcall query"
                + " joined-and-left'.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "Columns in csv, json and jsonl:",
            "  kind                     group-, member- or user- and created, changed,",
            "                           deleted, joined, left, known or unscoped",
            "  group_id, group_name     the group, by its last name; null for users",
            "  member_type, member_id   the member or user; null for a group itself",
            "  user_name, member_name   its last names; null likewise, or where none is known",
            "  before, after            the attributes; null when it wasn't there then",
            "",
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE; see 'rollcall --help'.",
            "",
            "Exit codes: 0 done, also when nothing differs, 1 failed, 2 usage or",
            "configuration, 6 nothing is known of the source at one of the times,",
            "143, 130 stopped by a signal.",
            "",
            "The rights of rollcall_reader are enough.",
            "",
            "Examples:",
            "  rollcall diff acme",
            "  rollcall diff acme --from=2026-01-01 --to=2026-04-01 --format=csv -o q1.csv"
        })
final class DiffCommand implements Callable<Integer> {
    private static final List<Column> COLUMNS = List.of(
            new Column("kind", ColumnType.TEXT),
            new Column("group_id", ColumnType.TEXT),
            new Column("group_name", ColumnType.TEXT),
            new Column("member_type", ColumnType.TEXT),
            new Column("member_id", ColumnType.TEXT),
            new Column("user_name", ColumnType.TEXT),
            new Column("member_name", ColumnType.TEXT),
            new Column("before", ColumnType.JSON),
            new Column("after", ColumnType.JSON));

    private final CommandContext context;

    @Parameters(paramLabel = "SOURCE", description = "Name of the source, a retired one too.")
    private String source = "";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "A date (00:00 UTC), a date and time with or without zone (without: UTC), or now. Default:"
                    + " just before the last snapshot up to --to.")
    private @Nullable PointInTime from;

    @Option(names = "--to", paramLabel = "TIME", description = "Likewise. Default: now.")
    private PointInTime to = PointInTime.parse("now");

    @Mixin
    private final AnswerOutput output = new AnswerOutput();

    DiffCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        DatabaseSettings settings = DatabaseSettings.from(context.environment());
        try (Database database = new Database(settings, 1)) {
            Preconditions.readable(database);
            try (ReadSession session = ReadSession.open(database);
                    SlowWorkNotice notice = new SlowWorkNotice(context)) {
                new KnownSources(session).named(List.of(source));
                PublishedDifferences differences = new PublishedDifferences(session, source);
                Span between = between(session, differences);
                notice.begin("the database compares what was published of source " + source);
                if (output.format() == RowFormat.TABLE) {
                    output.write(context, out -> writeText(differences, between, notice, out));
                } else {
                    output.write(
                            context,
                            COLUMNS,
                            to -> differences.forEach(between, found -> {
                                begun(notice);
                                to.row(cells(found));
                            }));
                }
                AskedTime.tell(context, "--from", between.from());
                AskedTime.tell(context, "--to", between.to());
            }
        }
        return ExitCodes.OK;
    }

    private Span between(ReadSession session, PublishedDifferences differences) {
        Instant end = to.resolve(session.now());
        Instant begin = from == null ? differences.beforeLastSnapshot(end).orElse(end) : from.resolve(session.now());
        if (end.isBefore(begin)) {
            throw new UsageException("--from is after --to");
        }
        return new Span(begin, end);
    }

    private void writeText(PublishedDifferences differences, Span between, SlowWorkNotice notice, OutputStream out)
            throws IOException {
        Writer to = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        DifferenceText text = new DifferenceText(output.names(context));
        differences.forEach(between, found -> {
            begun(notice);
            for (String line : text.of(forText(found))) {
                to.write(line);
                to.write('\n');
            }
        });
        to.flush();
    }

    /** There is a first line: who sees it knows. */
    private void begun(SlowWorkNotice notice) {
        if (!output.toFile()) {
            notice.end();
        }
    }

    private static GroupDifference forText(Difference found) {
        return new GroupDifference(
                found.kind(),
                found.groupId(),
                found.groupName(),
                found.memberType(),
                found.memberId(),
                found.userName() == null ? found.memberName() : found.userName());
    }

    private static List<@Nullable Object> cells(Difference found) {
        return Arrays.asList(
                found.kind(),
                found.groupId(),
                found.groupName(),
                found.memberType(),
                found.memberId(),
                found.userName(),
                found.memberName(),
                found.before(),
                found.after());
    }
}
