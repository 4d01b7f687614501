package dev.rollcall.database;

import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * Reads apart from the caller's transaction. What a chunk has to know before it asks the provider is read so: its
 * transaction would else hold a connection for as long as the provider takes, and be ended by the server.
 */
public final class OutsideTransaction {
    private OutsideTransaction() {}

    public static JdbcClient of(DataSource dataSource) {
        return JdbcClient.create(
                dataSource instanceof LazyConnectionDataSourceProxy lazy
                        ? Objects.requireNonNull(lazy.getTargetDataSource())
                        : dataSource);
    }
}
