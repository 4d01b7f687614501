package dev.rollcall.faults;

import dev.rollcall.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** One connection for many queries, one after the other; each statement is planned once. */
record ReusedConnection(SingleConnectionDataSource connection) implements AutoCloseable {
    static ReusedConnection on(TestDatabase database) {
        try {
            Connection opened = database.dataSource().getConnection();
            opened.unwrap(PGConnection.class).setPrepareThreshold(1);
            ReusedConnection session = new ReusedConnection(new SingleConnectionDataSource(opened, true));
            JdbcClient.create(session.connection())
                    .sql("SELECT set_config('plan_cache_mode', 'force_generic_plan', false)")
                    .query()
                    .singleRow();
            return session;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    DataSource dataSource() {
        return connection;
    }

    @Override
    public void close() {
        connection.destroy();
    }
}
