package dev.rollcall.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Holds a table, so that a transaction stands still where it would touch it. */
public final class LockedTable implements AutoCloseable {
    private final DataSource dataSource;
    private final Connection connection;

    private LockedTable(DataSource dataSource, Connection connection) {
        this.dataSource = dataSource;
        this.connection = connection;
    }

    /** Others may read the table, and not write it. */
    public static LockedTable of(DataSource dataSource, String table) {
        return lock(dataSource, table, "SHARE");
    }

    /** Others may neither read nor write the table. */
    public static LockedTable whole(DataSource dataSource, String table) {
        return lock(dataSource, table, "ACCESS EXCLUSIVE");
    }

    private static LockedTable lock(DataSource dataSource, String table, String mode) {
        try {
            Connection connection = dataSource.getConnection();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE " + table + " IN " + mode + " MODE");
            }
            return new LockedTable(dataSource, connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether somebody waits for the table. */
    public boolean hasWaiter() {
        return JdbcClient.create(dataSource).sql("""
                        SELECT count(*) > 0 FROM pg_locks
                         WHERE NOT granted AND locktype = 'relation'
                           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                        """).query(Boolean.class).single();
    }

    @Override
    public void close() {
        try {
            connection.rollback();
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
