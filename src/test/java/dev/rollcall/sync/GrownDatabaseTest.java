package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** No run gets slower with what other runs left: it reads none of it. */
class GrownDatabaseTest {
    private static final List<String> OLD_JOBS = List.of(
            """
            INSERT INTO batch.batch_job_instance
            SELECT n, 0, 'directorySync', md5(n::text) FROM generate_series(-10000, -1) n
            """,
            """
            INSERT INTO batch.batch_job_execution (job_execution_id, version, job_instance_id, create_time, start_time,
                   end_time, status, exit_code)
            SELECT n, 1, n, now(), now(), now(), 'COMPLETED', 'COMPLETED' FROM generate_series(-10000, -1) n
            """,
            """
            INSERT INTO batch.batch_job_execution_params
            SELECT n, p.name, 'java.lang.Long', p.value, 'Y'
              FROM generate_series(-10000, -1) n
             CROSS JOIN LATERAL (VALUES ('source', '77'), ('snapshot', n::text), ('attempt', '1')) p (name, value)
            """,
            "INSERT INTO batch.batch_job_execution_context SELECT n, '{}' FROM generate_series(-10000, -1) n",
            """
            INSERT INTO batch.batch_step_execution (step_execution_id, version, step_name, job_execution_id,
                   create_time, status)
            SELECT 10 * n + s, 1, 'step' || s, n, now(), 'COMPLETED'
              FROM generate_series(-10000, -1) n, generate_series(0, 3) s
            """,
            """
            INSERT INTO batch.batch_step_execution_context
            SELECT 10 * n + s, '{}' FROM generate_series(-10000, -1) n, generate_series(0, 3) s
            """);

    private static final List<String> OLD_SNAPSHOTS = List.of(
            "INSERT INTO directory.source (name, provider, identity_store_id) VALUES ('old', 'aws', 'd-old')", """
            INSERT INTO directory.snapshot (source, outcome, published_at, started_at, rollcall_version)
            SELECT s.id, 'published', now() - n * interval '1 minute', now() - n * interval '1 minute', 'old'
              FROM directory.source s, generate_series(1, 20000) n
             WHERE s.name = 'old'
            """);

    private final CliFixture cli = new CliFixture(Cloud.AWS, SandboxDirectory.generate(73, Shape.of(20, 300, 50)));

    @BeforeEach
    void publishFirst() {
        publishes();
    }

    @AfterEach
    void close() {
        cli.close();
    }

    @Test
    void runScansNoTableThatGrowsWithEachRun() {
        OLD_JOBS.forEach(this::execute);
        OLD_SNAPSHOTS.forEach(this::execute);
        execute("ANALYZE");
        publishes();
        Map<String, Long> before = scans();
        publishes();

        assertThat(before).hasSizeGreaterThanOrEqualTo(7);
        assertThat(scans()).isEqualTo(before);
    }

    @Test
    void runReadsNoMembershipsThatAnotherSourceLeft() {
        execute("""
                INSERT INTO staging.memberships (snapshot, group_no, reading, seq, member_type, member_id, membership_id)
                SELECT 1, n % 100, 0, n, 'user', repeat('m', 36) || n, repeat('x', 36) || n
                  FROM generate_series(1, 100000) n
                """);
        execute("SELECT staging.analyze()");
        long before = membershipsRead();
        publishes();

        assertThat(membershipsRead() - before).isLessThan(50_000);
    }

    private void publishes() {
        cli.run("sync", "acme").isDone();
    }

    /** How often each table that grows was read from its beginning to its end, once all sessions have told. */
    private Map<String, Long> scans() {
        awaitSessionsEnd();
        return cli
                .jdbc()
                .sql("SELECT relname, seq_scan FROM pg_stat_user_tables WHERE relname LIKE 'batch\\_%'"
                        + " OR relid = 'directory.snapshot'::regclass")
                .query((row, n) -> Map.entry(row.getString(1), row.getLong(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private long membershipsRead() {
        awaitSessionsEnd();
        return cli.jdbc()
                .sql("SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables"
                        + " WHERE relid = 'staging.memberships'::regclass")
                .query(Long.class)
                .single();
    }

    private void awaitSessionsEnd() {
        Awaitility.await()
                .until(() -> cli.jdbc()
                        .sql("SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND application_name LIKE 'rollcall%')")
                        .query(Boolean.class)
                        .single());
    }

    private void execute(String sql) {
        new JdbcTemplate(cli.database().dataSource()).execute(sql);
    }
}
