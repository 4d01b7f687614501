package dev.rollcall.sync;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Holds a table, so that a transaction stands still where it would touch it. */
final class LockedTable implements AutoCloseable {
    private final DataSource dataSource;
    private final Connection connection;

    private LockedTable(DataSource dataSource, Connection connection) {
        this.dataSource = dataSource;
        this.connection = connection;
    }

    /** Others may read the table, and not write it. */
    static LockedTable of(DataSource dataSource, String table) {
        try {
            Connection connection = dataSource.getConnection();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE " + table + " IN SHARE MODE");
            }
            return new LockedTable(dataSource, connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether somebody waits for the table. */
    boolean hasWaiter() {
        return JdbcClient.create(dataSource)
                .sql("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND locktype = 'relation'")
                .query(Boolean.class)
                .single();
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
