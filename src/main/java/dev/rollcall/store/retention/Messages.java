package dev.rollcall.store.retention;

import dev.rollcall.database.RowCount;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the database keeps in words of a source's runs: why they failed, why groups are in gap, what notices tell. They
 * quote the provider, and a provider may name a user. For the caller's transaction.
 */
final class Messages {
    private static final String FORGOTTEN = "[forgotten]";

    /** As the outbox writes events: PostgreSQL stores neither U+0000 nor lone surrogates. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final String OF_SOURCE = "source = :source";
    private static final String OF_SNAPSHOTS =
            "snapshot IN (SELECT n.id FROM directory.snapshot n WHERE n.source = :source)";
    private static final String OF_JOBS = """
            job_execution_id IN (
                SELECT p.job_execution_id FROM batch.batch_job_execution_params p
                 WHERE p.parameter_name = 'source' AND p.parameter_value = CAST(:source AS text))\
            """;

    private final JdbcClient jdbc;

    Messages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A column with such words, and which of its rows are a source's. */
    private enum Column {
        LAST_RUN("directory.last_run", "message", OF_SOURCE),
        GAP("directory.gap", "reason", OF_SOURCE),
        STAGED_GAP("staging.group_checkpoint", "reason", OF_SNAPSHOTS),
        NOTICE_SUMMARY("staging.notice", "summary", OF_SOURCE),
        NOTICE_EVENT("staging.notice", "event", OF_SOURCE),
        JOB("batch.batch_job_execution", "exit_message", OF_JOBS),
        STEP("batch.batch_step_execution", "exit_message", OF_JOBS);

        /** In characters; Spring Batch's columns hold no more, which are the only ones with a limit. */
        private static final int LONGEST = 2_500;

        private final String select;
        private final String update;

        Column(String table, String column, String rows) {
            this.select = "SELECT " + column + " AS text, count(*) AS rows FROM " + table + " WHERE " + rows + " AND "
                    + column + " IS NOT NULL GROUP BY 1";
            this.update = "UPDATE " + table + " SET " + column
                    + " = " + (rows.equals(OF_JOBS) ? "left(:without, " + LONGEST + ")" : ":without") + " WHERE " + rows
                    + " AND " + column
                    + " = :text";
        }

        private String without(String text, Pattern words) {
            UnaryOperator<String> forget = said -> words.matcher(said).replaceAll(Matcher.quoteReplacement(FORGOTTEN));
            return this == NOTICE_EVENT ? withoutInError(text, forget) : forget.apply(text);
        }

        /** Elsewhere an event has names of its own, which may be the same words. */
        private static String withoutInError(String event, UnaryOperator<String> forget) {
            if (JSON.readTree(event) instanceof ObjectNode all
                    && all.path("data").path("error") instanceof ObjectNode error
                    && error.path("message").isString()) {
                String message = error.path("message").asString();
                String without = forget.apply(message);
                if (!without.equals(message)) {
                    error.put("message", without);
                    return JSON.writeValueAsString(all);
                }
            }
            return event;
        }
    }

    private record Text(String text, long rows) {}

    private record Found(Column column, String text, String without, long rows) {}

    private Stream<Found> found(int source, Pattern words) {
        return Stream.of(Column.values())
                .flatMap(column -> jdbc.sql(column.select).param("source", source).query(Text.class).list().stream()
                        .map(text -> new Found(column, text.text(), column.without(text.text(), words), text.rows())))
                .filter(found -> !found.text().equals(found.without()));
    }

    /** How many of a source hold one of these words. */
    long count(int source, Pattern words) {
        return found(source, words).mapToLong(Found::rows).sum();
    }

    /** Takes these words out. */
    void forget(int source, Pattern words) {
        List<Found> all = found(source, words).toList();
        for (Found found : all) {
            int updated = jdbc.sql(found.column().update)
                    .param("source", source)
                    .param("text", found.text())
                    .param("without", found.without())
                    .update();
            RowCount.expect(found.rows(), updated, "forgetting in messages of source number " + source);
        }
    }
}
