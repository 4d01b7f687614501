package dev.rollcall.worker;

import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import dev.rollcall.database.SqlFile;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows that workers share, {@code batch.scheduled_tasks}, as far as Rollcall writes them. A row whose source a worker
 * reads is written by db-scheduler alone. Safe for use by several threads.
 */
final class TaskTable {
    static final String NAME = "batch.scheduled_tasks";

    /** When a parked source is due. */
    static final Instant NEVER = Schedule.NEVER;

    private static final String ROWS = SqlFile.read(TaskTable.class, "task-rows");
    private static final String LAST_READING = SqlFile.read(TaskTable.class, "last-reading");
    private static final String PUT = SqlFile.read(TaskTable.class, "put-task");
    private static final String END_LOST_RUN = SqlFile.read(TaskTable.class, "end-lost-run");

    private final JdbcClient jdbc;

    TaskTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * A row, as far as the job files' watch asks.
     *
     * @param jobFile digest of the job file that wrote it, in hexadecimal; null where none did
     * @param freed whether the source is parked, and was published since
     */
    record Row(String source, @Nullable String jobFile, boolean freed) {}

    /** The rows of some sources that have one. */
    List<Row> rows(Collection<String> sources) {
        return jdbc.sql(ROWS)
                .params(NEVER.atOffset(ZoneOffset.UTC), sources.toArray(String[]::new))
                .query((row, n) -> new Row(row.getString(1), row.getString(2), row.getBoolean(3)))
                .list();
    }

    /** What is known of a source's last reading. */
    LastReading lastReading(String source) {
        return jdbc.sql(LAST_READING)
                .param(source)
                .query((row, n) -> new LastReading(
                        instant(row.getObject(1, OffsetDateTime.class)),
                        instant(row.getObject(2, OffsetDateTime.class)),
                        instant(row.getObject(3, OffsetDateTime.class))))
                .optional()
                .orElse(LastReading.NONE);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /**
     * Writes the row of a new source, or of one whose job file changed; the latter is no longer parked. What is overdue
     * stays so.
     *
     * @return whether it was written: it is not while a worker reads the source
     */
    boolean put(String source, String jobFile, Instant due, int priority, Instant now) {
        return jdbc.sql(PUT)
                        .param("source", source)
                        .param("file", jobFile)
                        .param("due", Timestamp.from(due))
                        .param("priority", priority)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /** Says that a source which a worker picked goes by that worker's job file: so does when it is due next. */
    void adopt(String source, String jobFile, String worker, long version) {
        jdbc.sql("""
                        UPDATE batch.scheduled_tasks SET task_data = decode(:file, 'hex')
                         WHERE task_name = :source AND picked AND picked_by = :worker AND version = :version
                           AND task_data IS DISTINCT FROM decode(:file, 'hex')
                        """)
                .param("file", jobFile)
                .param("source", source)
                .param("worker", worker)
                .param("version", version)
                .update();
    }

    /** Lets a parked source be read again. */
    boolean free(String source, Instant due) {
        return jdbc.sql("""
                        UPDATE batch.scheduled_tasks
                           SET execution_time = ?, consecutive_failures = 0, version = version + 1
                         WHERE task_name = ? AND NOT picked AND execution_time >= ?
                        """)
                        .params(Timestamp.from(due), source, Timestamp.from(NEVER))
                        .update()
                == 1;
    }

    /** Removes the row of a source that has no job file any more. Where a worker reads it, that worker does. */
    void remove(String source) {
        jdbc.sql("DELETE FROM batch.scheduled_tasks WHERE task_name = ? AND NOT picked")
                .param(source)
                .update();
    }

    /** Sets which place a source takes among those that are due. */
    void prioritize(String source, int priority) {
        jdbc.sql("UPDATE batch.scheduled_tasks SET priority = ? WHERE task_name = ?")
                .params(priority, source)
                .update();
    }

    /** Whether a worker still has a source that it picked: another takes it over when it seems dead. */
    boolean isOurs(String source, String worker, long version) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM batch.scheduled_tasks
                                        WHERE task_name = ? AND picked AND picked_by = ? AND version = ?)
                        """)
                .params(source, worker, version)
                .query(Boolean.class)
                .single();
    }

    /**
     * Ends the session that holds a source's lock, where it is another worker's and that lost the source: one that is
     * stopped, or cut off, keeps it for ever. A run by hand is left alone. Its next chunk finds the lock gone, and the
     * fence refuses it once the caller's run has begun.
     *
     * @param worker the caller, who picked the source
     * @return the sessions' names; empty where nobody holds the source, or a run by hand
     */
    List<String> endLostRun(String source, String worker, long version) {
        return jdbc.sql(END_LOST_RUN)
                .params(source, source, worker, version)
                .query((row, n) -> row.getString(1))
                .list();
    }
}
