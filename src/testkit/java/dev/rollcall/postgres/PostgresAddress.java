package dev.rollcall.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The URL of a PostgreSQL database, and a login that may create databases. */
record PostgresAddress(String url, String user, String password) {
    private static final Pattern JDBC_URL = Pattern.compile("(jdbc:postgresql://[^/]*/)[^?]*(\\?.*)?");

    /** The same server's database {@code name}. */
    PostgresAddress database(String name) {
        Matcher parts = JDBC_URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("expected jdbc:postgresql://HOST[:PORT]/DATABASE[?…], not " + url);
        }
        String options = parts.group(2) == null ? "" : parts.group(2);
        return new PostgresAddress(parts.group(1) + name + options, user, password);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(url + ": " + e.getMessage(), e);
        }
    }

    /** Creates a database whose sessions have another time zone than any JVM that runs tests is likely to have. */
    PostgresAddress createDatabase(String name) {
        return createDatabase(name, "template0");
    }

    /** Like the other, with everything that is in the database {@code template}, to which nobody is connected. */
    PostgresAddress createDatabase(String name, String template) {
        execute(
                "CREATE DATABASE " + name + " TEMPLATE " + template + " ENCODING 'UTF8'",
                "ALTER DATABASE " + name + " SET timezone TO '" + TestDatabase.TIME_ZONE + "'");
        return database(name);
    }
}
