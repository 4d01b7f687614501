package dev.rollcall.store.retention;

import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencedTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Takes rows that were deleted, and versions that were overwritten, out of tables and their indexes, and what the
 * planner's statistics quote of them, which readers may read. For the owner of the tables, outside any transaction. For
 * one thread.
 */
public final class Vacuum {
    /** Where autovacuum, or another session, maintains a table: longer than it takes to make way. */
    private static final String WAIT = "SET lock_timeout = '30s'";

    private final DataSource unpooled;
    private final int source;
    private final long epoch;

    /** A table whose statistics may quote something personal, and a row for it while it is empty. */
    public enum Table {
        GROUPS("directory.groups_history", """
                INSERT INTO directory.groups_history (valid_from, valid_to, group_no, begins, ends, members_read,
                    external_ids)
                SELECT '-infinity', '0001-01-01Z', min(k.no), 'k', 'g', false, '[]' FROM directory.group_key k
                """),
        MEMBERSHIPS("directory.memberships_history", """
                INSERT INTO directory.memberships_history (valid_from, valid_to, group_no, member_no, begins, ends,
                    membership_id)
                VALUES ('-infinity', '0001-01-01Z', 0, 0, 'k', 'g', '')
                """),
        USERS("directory.users_history", """
                INSERT INTO directory.users_history (valid_from, valid_to, user_no, begins, ends, external_ids)
                SELECT '-infinity', '0001-01-01Z', min(k.no), 'k', 'g', '[]' FROM directory.member_key k
                """),
        MEMBER_KEYS("directory.member_key", """
                INSERT INTO directory.member_key (source, member_type, member_id)
                SELECT min(s.id), '', '' FROM directory.source s
                """),
        PRINCIPALS("directory.principal", """
                INSERT INTO directory.principal (source, name) SELECT min(s.id), '' FROM directory.source s
                """),
        LAST_RUNS("directory.last_run", """
                INSERT INTO directory.last_run (source, started_at, host, process)
                SELECT min(s.id), '-infinity', '', 0 FROM directory.source s
                """),
        GAPS("directory.gap", """
                INSERT INTO directory.gap (source, group_id, reason, since, until, opened_by)
                SELECT min(n.source), '', '', '-infinity', '0001-01-01Z', min(n.id) FROM directory.snapshot n
                """),
        STAGED_GROUPS("staging.groups", """
                INSERT INTO staging.groups (snapshot, group_id, group_no, reading, external_ids)
                VALUES (0, '', 0, 0, '[]')
                """),
        STAGED_MEMBERSHIPS("staging.memberships", """
                INSERT INTO staging.memberships (snapshot, group_no, reading, seq, member_type, member_id, membership_id)
                VALUES (0, 0, 0, 0, '', '', '')
                """),
        STAGED_USERS("staging.users", """
                INSERT INTO staging.users (snapshot, user_id, reading, external_ids) VALUES (0, '', 0, '[]')
                """),
        STAGED_CHECKPOINTS("staging.group_checkpoint", """
                INSERT INTO staging.group_checkpoint (snapshot, group_no, state, reason) VALUES (0, 0, 'gap', '')
                """),
        NOTICES("staging.notice", """
                INSERT INTO staging.notice (source, event, summary) SELECT min(s.id), '', '' FROM directory.source s
                """),
        JOBS("batch.batch_job_execution", null),
        STEPS("batch.batch_step_execution", null);

        private final String name;
        private final @Nullable String placeholder;

        /** @param placeholder null where a row needs others besides: those who read history can't read these statistics */
        Table(String name, @Nullable String placeholder) {
            this.name = name;
            this.placeholder = placeholder;
        }
    }

    /**
     * Works as a run.
     *
     * @param unpooled connections without a limit on statements: of a large table this takes long
     * @param source of which something is gone
     * @param epoch as raised by the caller, who holds the source's lock
     */
    public Vacuum(DataSource unpooled, int source, long epoch) {
        this.unpooled = unpooled;
        this.source = source;
        this.epoch = epoch;
    }

    /**
     * Vacuums and analyzes tables.
     *
     * @param begins told which table is next, by its name
     * @throws org.springframework.dao.DataAccessException when another session holds one of them
     */
    public void of(List<Table> tables, Consumer<String> begins) {
        try (Connection connection = unpooled.getConnection()) {
            SingleConnectionDataSource same = new SingleConnectionDataSource(connection, true);
            JdbcClient jdbc = JdbcClient.create(same);
            execute(connection, WAIT);
            for (Table table : tables) {
                begins.accept(table.name);
                // Left to itself it keeps entries of few gone rows in indexes, texts included.
                execute(connection, "VACUUM (ANALYZE, INDEX_CLEANUP ON) " + table.name);
                String placeholder = table.placeholder;
                if (placeholder != null && quotesGoneRows(jdbc, table)) {
                    boolean unused = new FencedTransaction(new Fence(jdbc), new DataSourceTransactionManager(same))
                            .execute(source, epoch, () -> forgetStatistics(jdbc, table, placeholder));
                }
            }
            if (ownsDatabase(jdbc)) {
                // Statistics are rows, too, of which versions were overwritten.
                begins.accept("pg_catalog.pg_statistic");
                execute(connection, "VACUUM pg_catalog.pg_statistic");
            }
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("can't vacuum", e);
        }
    }

    /** Of an empty table ANALYZE leaves the statistics as they were. */
    private static boolean quotesGoneRows(JdbcClient jdbc, Table table) {
        return jdbc.sql("SELECT NOT EXISTS (SELECT FROM " + table.name + ")"
                        + " AND EXISTS (SELECT FROM pg_stats s WHERE s.schemaname || '.' || s.tablename = ?)")
                .param(table.name)
                .query(Boolean.class)
                .single();
    }

    /** By statistics of a row that nobody ever sees. */
    private static boolean forgetStatistics(JdbcClient jdbc, Table table, String placeholder) {
        String row = jdbc.sql(placeholder + " RETURNING ctid::text")
                .query(String.class)
                .single();
        jdbc.sql("ANALYZE " + table.name).update();
        jdbc.sql("DELETE FROM " + table.name + " WHERE ctid = CAST(? AS tid)")
                .param(row)
                .update();
        return true;
    }

    /** Who owns the database may vacuum the catalog. */
    private static boolean ownsDatabase(JdbcClient jdbc) {
        return jdbc.sql("SELECT pg_has_role(d.datdba, 'USAGE') FROM pg_database d WHERE d.datname = current_database()")
                .query(Boolean.class)
                .single();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
