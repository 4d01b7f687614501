package dev.rollcall.store.staging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobMetadataTest {
    private final StoreFixture store = new StoreFixture();
    private final JobMetadata metadata = new JobMetadata(store.jdbc, store.fenced);
    private final int source = store.source("acme");
    private long last;

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void jobsOfFinishedSnapshotsGoAndNoOthers() {
        Staged published = store.snapshot(source).group("g", "ann").users("ann");
        published.publish();
        Staged discarded = store.snapshot(source);
        store.execute("UPDATE directory.snapshot SET outcome = 'discarded' WHERE id = ?", discarded.id);
        Staged guarded = store.snapshot(source).group("h", "ann").users("ann");
        guarded.trip();
        Staged open = store.snapshot(source);
        int other = store.source("other");
        Staged elsewhere = store.snapshot(other).group("g", "ann").users("ann");
        elsewhere.publish();
        job(source, published.id, 1, "FAILED", "COMPLETED");
        job(source, published.id, 2, "COMPLETED");
        job(source, discarded.id, 1, "STARTED");
        job(source, 99_999, 1, "COMPLETED");
        List<Long> stay = List.of(
                job(source, guarded.id, 1, "FAILED"),
                job(source, open.id, 1, "FAILED", "UNKNOWN"),
                job(source, open.id, 2, "STOPPED"),
                job(other, elsewhere.id, 1, "COMPLETED"));

        metadata.dropFinished(source, StoreFixture.EPOCH, () -> false);

        assertThat(store.jdbc
                        .sql("SELECT job_instance_id FROM batch.batch_job_instance ORDER BY 1")
                        .query(Long.class)
                        .list())
                .isEqualTo(stay);
        assertThat(count("job_execution")).isEqualTo(5);
        assertThat(count("job_execution_params")).isEqualTo(15);
        assertThat(count("job_execution_context")).isEqualTo(5);
        assertThat(count("step_execution")).isEqualTo(10);
        assertThat(count("step_execution_context")).isEqualTo(10);
    }

    @Test
    void manyGoInBoundedTransactions() {
        for (int n = 0; n < 450; n++) {
            job(source, 100_000 + n, 1, "COMPLETED");
        }
        store.execute("CREATE TABLE public.deleted (in_one bigint)");
        store.execute("""
                CREATE FUNCTION public.count_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO public.deleted SELECT count(*) FROM gone;
                    RETURN NULL;
                END $$
                """);
        store.execute("CREATE TRIGGER counted AFTER DELETE ON batch.batch_job_execution REFERENCING OLD TABLE AS gone"
                + " FOR EACH STATEMENT EXECUTE FUNCTION public.count_deleted()");

        metadata.dropFinished(source, StoreFixture.EPOCH, () -> false);

        assertThat(count("job_execution")).isZero();
        assertThat(store.rows("SELECT in_one FROM public.deleted ORDER BY ctid"))
                .containsExactly("200", "200", "50");
    }

    @Test
    void restIsLeftOnceTheProcessIsToEnd() {
        job(source, 100_000, 1, "COMPLETED");

        metadata.dropFinished(source, StoreFixture.EPOCH, () -> true);

        assertThat(count("job_execution")).isEqualTo(1);
    }

    @Test
    void onlyTheSourcesOwnExecutionsThatNeverEndedAreToBeRecovered() {
        Staged open = store.snapshot(source);
        int other = store.source("other");
        job(source, open.id, 1, "FAILED", "STARTED");
        job(source, open.id, 2, "STOPPING");
        job(other, store.snapshot(other).id, 1, "STARTED");

        assertThat(metadata.unended(source)).containsExactly(3L, 5L);
    }

    /** A job instance, numbered on, with an execution of two steps for each status. */
    private long job(int ofSource, long snapshot, int attempt, String... statuses) {
        long instance = ++last;
        store.execute(
                "INSERT INTO batch.batch_job_instance VALUES (?, 0, 'directorySync', md5(?::text))",
                instance,
                instance);
        for (String status : statuses) {
            long execution = ++last;
            store.execute(
                    "INSERT INTO batch.batch_job_execution (job_execution_id, job_instance_id, create_time, status)"
                            + " VALUES (?, ?, now(), ?)",
                    execution,
                    instance,
                    status);
            store.execute("INSERT INTO batch.batch_job_execution_context VALUES (?, '{}')", execution);
            parameter(execution, "source", ofSource);
            parameter(execution, "snapshot", snapshot);
            parameter(execution, "attempt", attempt);
            for (int step = 0; step < 2; step++) {
                long id = execution * 10 + step;
                store.execute(
                        "INSERT INTO batch.batch_step_execution (step_execution_id, version, step_name,"
                                + " job_execution_id, create_time) VALUES (?, 0, 'stageGroups', ?, now())",
                        id,
                        execution);
                store.execute("INSERT INTO batch.batch_step_execution_context VALUES (?, '{}')", id);
            }
        }
        return instance;
    }

    private void parameter(long execution, String name, long value) {
        store.execute(
                "INSERT INTO batch.batch_job_execution_params VALUES (?, ?, 'java.lang.Long', ?::text, 'Y')",
                execution,
                name,
                value);
    }

    private long count(String table) {
        return store.jdbc
                .sql("SELECT count(*) FROM batch.batch_" + table)
                .query(Long.class)
                .single();
    }
}
