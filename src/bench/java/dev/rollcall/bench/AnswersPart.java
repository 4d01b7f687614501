package dev.rollcall.bench;

import dev.rollcall.store.publish.Integrity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Asks a history of 1,000 nights all there is to ask, as a member of {@code rollcall_reader}, with compiling of
 * expressions off and all else PostgreSQL's default. The unit is the time of one sequential count of all memberships in
 * history, taken beside each question.
 *
 * <p>{@code -Dbench.rows=20} builds a history of 20 million rows instead of six. What costs at most 20 units is asked five
 * times after a first one, with the statistics that publishes left and again after ANALYZE; what costs more, once, after
 * it.
 */
final class AnswersPart implements BenchmarkPart {
    private static final double OFTEN = 20;
    private static final int TIMES = 5;

    /** Reading a table as small as this whole counts as nothing. */
    private static final int SMALL_PAGES = 100;

    /** Stands for the share of buffers of an answer that read a large table whole. */
    private static final double READ_WHOLE = 1_000;

    private static final String UNIT = """
            SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off;
            SET max_parallel_workers_per_gather = 0
            """;
    private static final String UNIT_OFF = """
            RESET enable_indexscan; RESET enable_indexonlyscan; RESET enable_bitmapscan;
            RESET max_parallel_workers_per_gather
            """;

    @Override
    public String name() {
        return "answers";
    }

    /** What a question cost, asked several times. */
    private record Answer(Question question, List<Explained> times, List<Double> units) {
        Explained first() {
            return times.get(0);
        }

        double median() {
            return Finding.middle(units);
        }
    }

    @Override
    public void measure(Workbench bench, Findings found) {
        long begun = System.nanoTime();
        try (AgedHistory history = AgedHistory.build(bench)) {
            bench.print("built in %.0f s".formatted((System.nanoTime() - begun) / 1e9));
            size(history, found);
            List<Question> questions = Questions.of(history.jdbc());
            Map<Question, Answer> before = ask(bench, history, questions, false);
            history.jdbc().sql("ANALYZE").update();
            Map<Question, Answer> after = ask(bench, history, questions, true);
            after.forEach((question, answer) -> row(history, found, question, answer, before.get(question)));
            integrity(bench, history, found);
        }
    }

    private static void size(AgedHistory history, Findings found) {
        found.stated(
                "answers: bytes of memberships_history a row, indexes included",
                "",
                List.of(history.jdbc().sql("""
                                SELECT pg_total_relation_size('directory.memberships_history')
                                       / (SELECT count(*) FROM directory.memberships_history)::float8
                                """).query(Double.class).single()),
                "%,d rows"
                        .formatted(history.jdbc()
                                .sql("SELECT count(*) FROM directory.memberships_history")
                                .query(Long.class)
                                .single()));
    }

    private static Map<Question, Answer> ask(
            Workbench bench, AgedHistory history, List<Question> questions, boolean analyzed) {
        Map<Question, Answer> answers = new LinkedHashMap<>();
        for (Question question : questions) {
            if (analyzed || question.units() <= OFTEN) {
                Answer answer = history.within(jdbc -> ask(jdbc, question));
                answers.put(question, answer);
                bench.print(String.format(
                        Locale.ROOT,
                        "%s%s: %d rows, %.1f ms, %d buffers, %.2f units",
                        question.what(),
                        analyzed ? "" : ", statistics as published",
                        answer.first().rows(),
                        answer.first().milliseconds(),
                        answer.first().buffers(),
                        answer.median()));
            }
        }
        return answers;
    }

    private static Answer ask(JdbcClient jdbc, Question question) {
        double unit = unit(jdbc);
        List<Explained> times = new ArrayList<>();
        List<Double> units = new ArrayList<>();
        Explained warm = Explained.run(jdbc, question.sql());
        times.add(warm);
        units.add(warm.milliseconds() / unit);
        if (units.get(0) <= OFTEN) {
            times.clear();
            units.clear();
            for (int time = 0; time < TIMES; time++) {
                times.add(Explained.run(jdbc, question.sql()));
                units.add(times.get(time).milliseconds() / unit);
            }
        }
        return new Answer(question, times, units);
    }

    private static double unit(JdbcClient jdbc) {
        jdbc.sql(UNIT).update();
        double unit = Explained.run(jdbc, "SELECT count(*) FROM directory.memberships_history")
                .milliseconds();
        jdbc.sql(UNIT_OFF).update();
        return unit;
    }

    private static void row(
            AgedHistory history, Findings found, Question question, Answer answer, @Nullable Answer before) {
        Explained first = answer.first();
        String note = String.format(
                Locale.ROOT, "%,d rows, %.1f ms, %,d buffers", first.rows(), first.milliseconds(), first.buffers());
        if (question.keyed()) {
            List<Double> shares = new ArrayList<>();
            for (Answer each : before == null ? List.of(answer) : List.of(answer, before)) {
                shares.add((double) each.first().buffers()
                        / question.allowed(each.first().rows()));
                each.first().readWhole().stream()
                        .filter(table -> pages(history, table) > SMALL_PAGES)
                        .forEach(table -> shares.add(READ_WHOLE));
            }
            // The worse one counts, before ANALYZE or after it.
            found.row(
                    question.what() + ": buffers / permitted",
                    Target.atMost(1),
                    List.of(shares.stream().mapToDouble(share -> share).max().orElseThrow()),
                    note + ", permitted " + "%,d".formatted(question.allowed(first.rows())));
            return;
        }
        String units = before == null
                ? note
                : note + String.format(Locale.ROOT, "; %.2f units before ANALYZE", before.median());
        Target target = question.units() == 0 ? Target.STATED : Target.atMost(question.units());
        List<Double> values = before != null && before.median() > answer.median() ? before.units() : answer.units();
        found.row(question.what() + ": units", target, values, units);
    }

    private static long pages(AgedHistory history, String table) {
        return history.jdbc()
                .sql("SELECT pg_relation_size(to_regclass('directory.' || ?)) / 8192")
                .param(table)
                .query(Long.class)
                .single();
    }

    private static void integrity(Workbench bench, AgedHistory history, Findings found) {
        Integrity integrity = new Integrity(history.dataSource());
        double unit = history.within(AnswersPart::unit);
        List<Double> touched = new ArrayList<>();
        for (int time = 0; time < TIMES; time++) {
            touched.add(seconds(integrity::touched) * 1000 / unit);
        }
        found.row("integrity of what the last snapshot touched: units", Target.atMost(3), touched, "");
        List<Double> whole = List.of(seconds(
                        () -> integrity.whole((done, all) -> bench.print("integrity: %d of %d".formatted(done, all))))
                * 1000
                / unit);
        found.row("integrity of all history: units", Target.atMost(60), whole, "");
    }

    private interface Check {
        List<String> problems();
    }

    private static double seconds(Check check) {
        long begun = System.nanoTime();
        List<String> problems = check.problems();
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (!problems.isEmpty()) {
            throw new IllegalStateException("the history that was built has problems: " + problems);
        }
        return seconds;
    }
}
