package dev.rollcall.faults;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** Reports the use of a connection to {@link ProcessEvents}: before it, and where that matters after it. */
final class WatchedConnection implements InvocationHandler {
    private final Connection connection;
    private final ProcessEvents events;

    private WatchedConnection(Connection connection, ProcessEvents events) {
        this.connection = connection;
        this.events = events;
    }

    static Connection of(Connection connection, ProcessEvents events) {
        return (Connection) Proxy.newProxyInstance(
                WatchedConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new WatchedConnection(connection, events));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "commit" -> commit(method);
            case "isValid" -> {
                events.event(ProcessEvent.TEST, connection);
                yield call(connection, method, arguments);
            }
            case "unwrap" -> {
                if (arguments != null && arguments[0] == PGConnection.class) {
                    events.event(ProcessEvent.COPY, connection);
                }
                yield call(connection, method, arguments);
            }
            case "close" -> {
                events.closed(connection);
                yield call(connection, method, arguments);
            }
            default -> watched(call(connection, method, arguments), sql(arguments));
        };
    }

    private @Nullable Object commit(Method method) throws Throwable {
        events.event(ProcessEvent.COMMIT, connection);
        Object nothing = call(connection, method, null);
        events.event(ProcessEvent.COMMITTED, connection);
        return nothing;
    }

    private @Nullable Object watched(@Nullable Object result, @Nullable String sql) {
        if (!(result instanceof Statement statement)) {
            return result;
        }
        Class<?> type = result instanceof CallableStatement
                ? CallableStatement.class
                : result instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
        return Proxy.newProxyInstance(
                WatchedConnection.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> statement(statement, sql, method, arguments));
    }

    private @Nullable Object statement(
            Statement statement, @Nullable String prepared, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (!method.getName().startsWith("execute")) {
            return call(statement, method, arguments);
        }
        String given = sql(arguments);
        String sql = String.valueOf(given == null ? prepared : given);
        boolean writes = connection.getAutoCommit()
                && !sql.strip().toUpperCase(Locale.ROOT).startsWith("SELECT");
        events.event(ProcessEvent.sent(sql), connection);
        if (!connection.getAutoCommit()
                && connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE) {
            events.begun(sql);
        }
        Object result = call(statement, method, arguments);
        if (writes) {
            events.event(ProcessEvent.done(sql), connection);
        }
        return result;
    }

    private static @Nullable String sql(@Nullable Object @Nullable [] arguments) {
        return arguments != null && arguments.length > 0 && arguments[0] instanceof String sql ? sql : null;
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
