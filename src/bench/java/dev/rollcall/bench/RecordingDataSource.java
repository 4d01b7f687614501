package dev.rollcall.bench;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A data source that records each statement it runs, with its values in place, so that psql can run it. */
final class RecordingDataSource extends DelegatingDataSource {
    private final List<String> statements;

    RecordingDataSource(DataSource dataSource, List<String> statements) {
        super(dataSource);
        this.statements = statements;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return proxy(Connection.class, (proxy, method, args) -> {
            Object result = call(() -> method.invoke(connection, args));
            if (result instanceof PreparedStatement statement) {
                return proxy(PreparedStatement.class, recorder(statement));
            }
            return result instanceof Statement statement ? proxy(Statement.class, recorder(statement)) : result;
        });
    }

    private InvocationHandler recorder(Statement statement) {
        return (proxy, method, args) -> {
            if (method.getName().startsWith("execute")) {
                // The driver prints a prepared statement with its values.
                statements.add(args == null ? statement.toString() : String.valueOf(args[0]));
            }
            return call(() -> method.invoke(statement, args));
        };
    }

    private interface Call {
        @Nullable
        Object run() throws IllegalAccessException, InvocationTargetException;
    }

    private static @Nullable Object call(Call call) throws Throwable {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(RecordingDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
