package dev.rollcall.faults;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a killed process is given: it opens, and its first statement fails. A refusal to open would make
 * the pool wait for half a minute.
 */
final class DeadConnection implements InvocationHandler {
    private DeadConnection() {}

    static Connection connection() {
        return proxy(Connection.class);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "createStatement" -> proxy(Statement.class);
            case "prepareStatement" -> proxy(PreparedStatement.class);
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "isValid" -> true;
            case "execute" -> setUp(arguments);
            case "isClosed", "getAutoCommit", "isReadOnly" -> false;
            case "getNetworkTimeout", "getTransactionIsolation" -> 0;
            default -> nothing(method);
        };
    }

    /** The pool and the lock set their connections up with {@code DO} blocks; those pass. */
    private static boolean setUp(@Nullable Object @Nullable [] arguments) {
        if (arguments != null && String.valueOf(arguments[0]).startsWith("DO ")) {
            return false;
        }
        throw new ProcessKilled();
    }

    private static @Nullable Object nothing(Method method) {
        if (method.getReturnType() == void.class && !method.getName().equals("commit")) {
            return null;
        }
        throw new ProcessKilled();
    }

    private static <T> T proxy(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                DeadConnection.class.getClassLoader(), new Class<?>[] {type}, new DeadConnection()));
    }
}
