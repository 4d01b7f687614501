package dev.rollcall.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;

/**
 * A transaction manager for who takes locks within transactions, as Spring Batch's repository does: a transaction that
 * it begins, or joins, has its connection when it is handed out, also where the data source is lazy. Otherwise one
 * thread would wait for a connection with the lock in its hand, and others for the lock in transactions that the server
 * ends when they are idle for long.
 */
public final class ConnectedTransactions extends JdbcTransactionManager {
    private static final long serialVersionUID = 1;

    /** Joins transactions of other managers of the same data source. */
    public ConnectedTransactions(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    protected Object doGetTransaction() {
        Object transaction = super.doGetTransaction();
        if (isExistingTransaction(transaction)) {
            connect();
        }
        return transaction;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        super.doBegin(transaction, definition);
        try {
            connect();
        } catch (RuntimeException e) {
            doCleanupAfterCompletion(transaction);
            throw e;
        }
    }

    /** A statement that is not executed: nothing is sent. */
    private void connect() {
        Connection connection = DataSourceUtils.getConnection(obtainDataSource());
        try {
            connection.createStatement().close();
        } catch (SQLException e) {
            throw new CannotCreateTransactionException("can't connect to the database", e);
        } finally {
            DataSourceUtils.releaseConnection(connection, obtainDataSource());
        }
    }
}
