package dev.rollcall.faults;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections whose use is reported to {@link ProcessEvents}: those of the pool and of the lock alike, since both
 * are opened by URL.
 */
final class WatchedDriver implements Driver {
    /** An option of PostgreSQL's own driver, which it uses for Kerberos alone: commands accept the URL as any other. */
    private static final String OPTION = "jaasApplicationName=watched-";

    private static final Pattern URL = Pattern.compile("jdbc:postgresql:.*[?&]" + OPTION + "(\\d+)");
    private static final Map<Long, ProcessEvents> EVENTS = new ConcurrentHashMap<>();
    private static final AtomicLong LAST = new AtomicLong();
    private static final org.postgresql.Driver POSTGRESQL = new org.postgresql.Driver();

    static {
        try {
            // The first driver that takes a URL opens the connection.
            org.postgresql.Driver.deregister();
            DriverManager.registerDriver(new WatchedDriver());
            org.postgresql.Driver.register();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private WatchedDriver() {}

    /** The URL of a process's connections. */
    static String url(String postgresql, ProcessEvents events) {
        long number = LAST.incrementAndGet();
        EVENTS.put(number, events);
        return postgresql + (postgresql.contains("?") ? "&" : "?") + OPTION + number;
    }

    /** Forgets the process that a URL belongs to. */
    static void forget(String url) {
        Matcher parts = URL.matcher(url);
        if (parts.matches()) {
            EVENTS.remove(Long.valueOf(parts.group(1)));
        }
    }

    @Override
    public boolean acceptsURL(String url) {
        return URL.matcher(url).matches();
    }

    @Override
    public @Nullable Connection connect(String url, Properties info) throws SQLException {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return null;
        }
        ProcessEvents events = EVENTS.get(Long.valueOf(parts.group(1)));
        if (events == null || !events.mayConnect()) {
            return DeadConnection.connection();
        }
        Connection connection = POSTGRESQL.connect(url, info);
        if (connection == null) {
            throw new SQLException("not PostgreSQL's: " + url);
        }
        return events.connected(connection) ? WatchedConnection.of(connection, events) : DeadConnection.connection();
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return POSTGRESQL.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return POSTGRESQL.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return POSTGRESQL.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("dev.rollcall.faults");
    }
}
