package dev.rollcall.notice;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * The notices that await delivery, in {@code staging.notice}. Writing and announcing take part in the caller's
 * transaction: what is rolled back is told to nobody. Safe for use by several threads.
 */
public final class Outbox {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;

    public Outbox(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Tells whoever listens on the database's channel {@code rollcall}, once the caller's transaction commits. Not while
     * the server's queue is half full, since a session listens and stays in a transaction: the commit that finds the
     * queue full would fail.
     *
     * @param outcome published or guarded
     */
    public void announce(String source, long snapshot, String outcome) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("source", source);
        payload.put("snapshot_id", snapshot);
        payload.put("outcome", outcome);
        boolean told = !jdbc.sql("SELECT pg_notify('rollcall', ?) WHERE pg_notification_queue_usage() < 0.5")
                .param(JSON.writeValueAsString(payload))
                .query()
                .listOfRows()
                .isEmpty();
        if (!told) {
            log.warn(
                    "snapshot {}: those who listen on the database's channel rollcall are not told: the server's queue"
                            + " of notifications is more than half full; the server's log names the session that keeps"
                            + " it, which listens and stays in one transaction",
                    snapshot);
        }
    }

    /**
     * Keeps a notice until it is delivered.
     *
     * @param source the source's number
     */
    public void write(int source, NoticeContent content) {
        jdbc.sql("INSERT INTO staging.notice (source, event, summary) VALUES (?, ?, ?)")
                .params(source, CloudEvent.of(content), String.join("\n", content.summary()))
                .update();
    }

    /** The number of a source of which notices await delivery; empty when none does. */
    Optional<Integer> awaiting(String source) {
        return jdbc.sql("""
                        SELECT s.id FROM directory.source s
                         WHERE s.name = ? AND EXISTS (SELECT FROM staging.notice n WHERE n.source = s.id)
                        """).param(source).query(Integer.class).optional();
    }

    /** The first of a source's notices; null when there is none. */
    @Nullable
    Notice first(int source) {
        return jdbc.sql("SELECT no, event, summary FROM staging.notice WHERE source = ? ORDER BY no LIMIT 1")
                .param(source)
                .query(Notice.class)
                .optional()
                .orElse(null);
    }

    /** Takes out a notice that was delivered. */
    void remove(Notice notice) {
        jdbc.sql("DELETE FROM staging.notice WHERE no = ?").param(notice.no()).update();
    }

    /**
     * Takes out what is too old to be told, of any source.
     *
     * @return how many notices
     */
    int removeOlderThan(Duration age) {
        return jdbc.sql("DELETE FROM staging.notice WHERE written_at < clock_timestamp() - make_interval(secs => ?)")
                .param(age.toSeconds())
                .update();
    }

    /** How many notices of a source await delivery. */
    long count(int source) {
        return jdbc.sql("SELECT count(*) FROM staging.notice WHERE source = ?")
                .param(source)
                .query(Long.class)
                .single();
    }
}
