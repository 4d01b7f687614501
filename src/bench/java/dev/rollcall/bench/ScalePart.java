package dev.rollcall.bench;

import dev.rollcall.Rollcall;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.postgres.DatabaseEnvironment;
import dev.rollcall.store.source.FencingToken;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * What grows with the database, and how: its disk and its times at several sizes, each of a database of its own. Everything
 * is measured once a size, but for questions, which are asked once and then up to three times.
 *
 * <p>{@code -Dbench.sizes=1,10,50} chooses the sizes, in million current memberships; the table has those of earlier times,
 * too. A large size takes hours: a measurement that was interrupted goes on with the part that it was at.
 */
final class ScalePart implements BenchmarkPart {
    /** In a night one membership in so many is another one. */
    private static final int CHANGED = 200;

    private static final int TIMES = 3;

    /** In this order; what is done of it is kept with the database. */
    private static final List<BiConsumer<PublishedDirectory, Figures>> PARTS =
            List.of(ScalePart::first, ScalePart::later, ScalePart::ask, ScalePart::verify);

    /** A question that takes longer is asked less often. */
    private static final double PATIENCE_SECONDS = 120;

    private static final String SIZE_OF_SCHEMA = """
            SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c
             WHERE c.relnamespace = to_regnamespace(?) AND c.relkind = 'r'
            """;
    private static final String TEMPORARY = """
            SELECT d.temp_bytes FROM (SELECT pg_stat_clear_snapshot(), pg_sleep(1)) now, pg_stat_database d
             WHERE d.datname = current_database()
            """;
    private static final String ONE_GROUP = """
            SELECT h.group_id FROM directory.groups h WHERE h.source = 'large' AND h.member_count BETWEEN 30 AND 50
             ORDER BY h.group_id LIMIT 1
            """;

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public void measure(Workbench bench, Findings found) {
        ScaleTable table = new ScaleTable(bench.settings().folder().resolve("scale"));
        for (double millions : bench.settings().sizes()) {
            bench.print("%s million memberships".formatted(ScaleTable.name(millions)));
            Figures figures;
            try (PublishedDirectory directory = PublishedDirectory.of(bench, millions, PARTS.size())) {
                figures = new Figures(
                        bench, table, millions, directory.partsDone() == 0 ? List.of() : table.kept(millions));
                measure(directory, figures);
            }
            figures.all.forEach(figure -> found.stated(
                    "scale, %s million: %s".formatted(ScaleTable.name(millions), figure.what()),
                    figure.unit(),
                    List.of(figure.value()),
                    ""));
        }
        bench.print("growth with the size\n" + BenchmarkResults.aligned(table.write()));
    }

    /** Those that an interrupted measurement had done are not done again. */
    private static void measure(PublishedDirectory directory, Figures figures) {
        for (int part = directory.partsDone(); part < PARTS.size(); part++) {
            PARTS.get(part).accept(directory, figures);
            directory.partDone();
        }
    }

    private static void later(PublishedDirectory directory, Figures figures) {
        double small = unchangedSmall(directory);
        FencingToken large = directory.stage(PublishedDirectory.LARGE);
        figures.print("staged");
        figures.seconds("publish of a snapshot without a change", seconds(() -> directory.rehearse(large)));
        figures.seconds("the same of the store of 100,000 beside it", small);
        directory.changeStaged(large, CHANGED);
        figures.seconds("publish of a snapshot with one change in 200", seconds(() -> directory.publish(large)));
        directory.truncateStaged();
        directory.vacuum();
    }

    private static void first(PublishedDirectory directory, Figures figures) {
        FencingToken small = directory.stage(PublishedDirectory.SMALL);
        directory.publish(small);
        directory.truncateStaged();
        FencingToken large = directory.stage(PublishedDirectory.LARGE);
        long staged = bytes(directory, "staging");
        long temporary = temporary(directory);
        double publish = seconds(() -> directory.publish(large));
        temporary = temporary(directory) - temporary;
        double drop = drop(directory, figures);
        directory.vacuum();
        long memberships = number(directory, "SELECT count(*) FROM directory.memberships");
        long history = bytes(directory, "directory");
        figures.add("current memberships", "", (double) memberships);
        figures.add("disk: history", "GB", history / 1e9);
        figures.add("disk: history, a membership", "bytes", (double) history / memberships);
        figures.add("disk: what is staged until it is published", "GB", staged / 1e9);
        figures.add("disk: temporary files of the first publish, one after the other", "GB", temporary / 1e9);
        figures.seconds("first publish", publish);
        if (!Double.isNaN(drop)) {
            figures.seconds("what was staged is dropped", drop);
        }
    }

    private static double unchangedSmall(PublishedDirectory directory) {
        FencingToken token = directory.stage(PublishedDirectory.SMALL);
        double publish = seconds(() -> directory.publish(token));
        directory.truncateStaged();
        return publish;
    }

    /** In seconds; not a number where some was left. */
    private static double drop(PublishedDirectory directory, Figures figures) {
        boolean[] all = new boolean[1];
        double seconds = seconds(() -> all[0] = directory.dropStaged(PublishedDirectory.LARGE));
        if (!all[0]) {
            figures.print("staged rows are left to the next run, which is what the log says");
        }
        return all[0] ? seconds : Double.NaN;
    }

    private static void ask(PublishedDirectory directory, Figures figures) {
        String before = "(SELECT max(published_at) - interval '1 microsecond' FROM directory.snapshots)";
        String last = directory
                .server()
                .jdbc()
                .sql("SELECT max(published_at)::text FROM directory.snapshots")
                .query(String.class)
                .single();
        String then = directory
                .server()
                .jdbc()
                .sql("SELECT " + before + "::text")
                .query(String.class)
                .single();
        String group =
                directory.server().jdbc().sql(ONE_GROUP).query(String.class).single();
        String asOf = "SELECT * FROM directory.memberships_as_of('" + then + "')";
        figures.seconds("all memberships as of before the last publish", answer(directory, asOf));
        figures.seconds(
                "changes of the last publish",
                answer(directory, "SELECT * FROM directory.changes WHERE changed_at >= '" + last + "'"));
        figures.add(
                "one group as of before the last publish, by its id",
                "ms",
                1_000 * answer(directory, asOf + " WHERE source = 'large' AND group_id = '" + group + "'"));
    }

    /** In seconds, without the rows' way to a client: the median of some times after a first one, of one at least. */
    private static double answer(PublishedDirectory directory, String sql) {
        return directory.server().within(jdbc -> {
            Samples times = new Samples();
            double all = Explained.run(jdbc, sql).milliseconds() / 1_000;
            do {
                double seconds = Explained.run(jdbc, sql).milliseconds() / 1_000;
                times.add(seconds);
                all += seconds;
            } while (times.values().size() < TIMES && all < PATIENCE_SECONDS);
            return times.median();
        });
    }

    private static void verify(PublishedDirectory directory, Figures figures) {
        figures.seconds("`rollcall verify`", seconds(() -> verify(directory)));
    }

    private static void verify(PublishedDirectory directory) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        DatabaseSettings settings = directory.server().settings();
        int exitCode = Rollcall.run(
                new String[] {"verify"},
                DatabaseEnvironment.of(settings.url(), settings.user(), settings.password()),
                stream,
                stream);
        if (exitCode != 0) {
            throw new IllegalStateException(
                    "verify ended with " + exitCode + ": " + out.toString(StandardCharsets.UTF_8));
        }
    }

    private static long bytes(PublishedDirectory directory, String schema) {
        return directory
                .server()
                .jdbc()
                .sql(SIZE_OF_SCHEMA)
                .param(schema)
                .query(Long.class)
                .single();
    }

    private static long temporary(PublishedDirectory directory) {
        return number(directory, TEMPORARY);
    }

    private static long number(PublishedDirectory directory, String sql) {
        return directory.server().jdbc().sql(sql).query(Long.class).single();
    }

    private static double seconds(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e9;
    }

    /** What is found of one size, told and kept as soon as it is known: a large one takes hours. */
    private static final class Figures {
        private final List<ScaleTable.Figure> all;
        private final Workbench bench;
        private final ScaleTable table;
        private final double millions;

        /** @param kept of an interrupted measurement that goes on */
        Figures(Workbench bench, ScaleTable table, double millions, List<ScaleTable.Figure> kept) {
            this.all = new ArrayList<>(kept);
            this.bench = bench;
            this.table = table;
            this.millions = millions;
        }

        void seconds(String what, double seconds) {
            add(what, "s", seconds);
        }

        void add(String what, String unit, double value) {
            all.removeIf(figure -> figure.what().equals(what));
            all.add(new ScaleTable.Figure(what, unit, value));
            table.keep(millions, all);
            print(String.format(Locale.ROOT, "%s: %.3f %s", what, value, unit));
        }

        void print(String line) {
            bench.print(line);
        }
    }
}
