package dev.rollcall.store.staging;

import dev.rollcall.store.source.FencedTransaction;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What Spring Batch keeps of the jobs of a source's snapshots, in schema {@code batch}. Spring Batch itself looks at the
 * jobs of all sources at once and deletes nothing, so that it would get slower with each run. The job's parameters name
 * source and snapshot. Safe for use by several threads.
 */
public final class JobMetadata {
    /** Job executions for one transaction; each has some ten rows. */
    private static final int EXECUTIONS = 200;

    /** Of published and discarded snapshots, and of dry runs, whose snapshots are gone. */
    private static final String FINISHED = """
            SELECT p.job_execution_id
              FROM batch.batch_job_execution_params p
             WHERE p.parameter_name = 'source' AND CAST(p.parameter_value AS bigint) = ?
               AND NOT EXISTS (
                   SELECT FROM batch.batch_job_execution_params s
                     JOIN directory.snapshot n ON n.id = s.parameter_value::bigint
                    WHERE s.job_execution_id = p.job_execution_id AND s.parameter_name = 'snapshot'
                      AND n.outcome IN ('open', 'guarded'))
             LIMIT
            """ + EXECUTIONS;

    private static final String UNENDED = """
            SELECT e.job_execution_id
              FROM batch.batch_job_execution e
              JOIN batch.batch_job_execution_params p ON p.job_execution_id = e.job_execution_id
             WHERE e.status IN ('STARTING', 'STARTED', 'STOPPING')
               AND p.parameter_name = 'source' AND CAST(p.parameter_value AS bigint) = ?
             ORDER BY 1
            """;

    private static final List<String> DELETES = List.of(
            """
            DELETE FROM batch.batch_step_execution_context
             WHERE step_execution_id IN (SELECT s.step_execution_id FROM batch.batch_step_execution s
                                          WHERE s.job_execution_id IN (:executions))
            """,
            "DELETE FROM batch.batch_step_execution WHERE job_execution_id IN (:executions)",
            "DELETE FROM batch.batch_job_execution_context WHERE job_execution_id IN (:executions)",
            "DELETE FROM batch.batch_job_execution_params WHERE job_execution_id IN (:executions)");

    private static final String DELETE_EXECUTIONS =
            "DELETE FROM batch.batch_job_execution WHERE job_execution_id IN (:executions) RETURNING job_instance_id";

    private static final String DELETE_INSTANCES = """
            DELETE FROM batch.batch_job_instance i
             WHERE i.job_instance_id IN (:instances)
               AND NOT EXISTS (SELECT FROM batch.batch_job_execution e WHERE e.job_instance_id = i.job_instance_id)
            """;

    private final JdbcClient jdbc;
    private final FencedTransaction fenced;

    public JobMetadata(JdbcClient jdbc, FencedTransaction fenced) {
        this.jdbc = jdbc;
        this.fenced = fenced;
    }

    /** The job executions of a source that never ended, the oldest first. */
    public List<Long> unended(int source) {
        return jdbc.sql(UNENDED).param(source).query(Long.class).list();
    }

    /**
     * Drops the metadata of a source's finished snapshots, in bounded deletes, each a transaction of its own. What can't
     * be dropped now is left to the next call, with a warning.
     *
     * @param epoch of the caller, who holds the source's lock
     * @param stopped whether the rest is to be left to the next call
     */
    public void dropFinished(int source, long epoch, BooleanSupplier stopped) {
        BoundedDeletes deletes = new BoundedDeletes(jdbc, fenced, source, epoch, stopped);
        deletes.attempt("job executions of finished snapshots", () -> {
            int dropped = EXECUTIONS;
            while (dropped == EXECUTIONS) {
                dropped = deletes.once(() -> dropSome(source));
            }
        });
    }

    /** @return how many executions were dropped */
    private int dropSome(int source) {
        List<Long> executions =
                jdbc.sql(FINISHED).param(source).query(Long.class).list();
        if (!executions.isEmpty()) {
            DELETES.forEach(sql -> jdbc.sql(sql).param("executions", executions).update());
            List<Long> instances = jdbc.sql(DELETE_EXECUTIONS)
                    .param("executions", executions)
                    .query(Long.class)
                    .list();
            jdbc.sql(DELETE_INSTANCES).param("instances", instances).update();
        }
        return executions.size();
    }
}
