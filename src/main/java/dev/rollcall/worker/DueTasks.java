package dev.rollcall.worker;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import dev.rollcall.database.SqlFile;
import java.time.Instant;
import java.util.List;

/**
 * Picks what is due among the sources of this host alone. db-scheduler's own statement picks those of other hosts too,
 * once each, and leaves them to be found dead.
 */
final class DueTasks extends PostgreSqlJdbcCustomization {
    private static final String PICK = SqlFile.read(DueTasks.class, "pick-due");

    private final KnownTasks tasks;

    DueTasks(KnownTasks tasks) {
        super(false, false);
        this.tasks = tasks;
    }

    @Override
    public List<Execution> lockAndFetchSingleStatement(
            JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
        return context.jdbcRunner.query(
                PICK,
                statement -> {
                    statement.setArray(
                            1,
                            statement
                                    .getConnection()
                                    .createArrayOf("text", tasks.names().toArray()));
                    setInstant(statement, 2, now);
                    statement.setInt(3, limit);
                    statement.setString(4, context.schedulerName.getName());
                    setInstant(statement, 5, now);
                },
                context.resultSetMapper.get());
    }
}
