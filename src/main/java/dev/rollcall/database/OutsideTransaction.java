package dev.rollcall.database;

import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * Reads outside the caller's transaction. A chunk reads so what it must know before it asks the provider: a statement
 * in its transaction would keep a connection idle for as long as the provider takes, and the server would end it.
 */
public final class OutsideTransaction {
    private OutsideTransaction() {}

    /** A client whose statements take connections of their own, whatever transaction the caller is in. */
    public static JdbcClient of(DataSource dataSource) {
        return JdbcClient.create(
                dataSource instanceof LazyConnectionDataSourceProxy lazy
                        ? Objects.requireNonNull(lazy.getTargetDataSource())
                        : dataSource);
    }
}
