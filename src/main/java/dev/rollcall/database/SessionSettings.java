package dev.rollcall.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The settings of a session that Rollcall relies on, whatever the server's configuration, the database, the role or the
 * URL say. Plans and costs stay the administrator's, and so do {@code role} and {@code default_transaction_read_only}.
 */
final class SessionSettings {
    /**
     * Names and values, as the server shows them. Those that could end the session, or cancel this very statement, come
     * first.
     */
    private static final String RELIED_ON = """
            ('exit_on_error', 'off'),
            ('statement_timeout', '0'),
            ('transaction_timeout', '0'),
            ('lock_timeout', '0'),
            ('idle_in_transaction_session_timeout', '0'),
            ('idle_session_timeout', '0'),
            ('default_transaction_isolation', 'read committed'),
            ('default_transaction_deferrable', 'off'),
            ('session_replication_role', 'origin'),
            ('row_security', 'off'),
            ('safeupdate.enabled', 'off'),
            ('array_nulls', 'on'),
            ('transform_null_equals', 'off'),
            ('standard_conforming_strings', 'on'),
            ('backslash_quote', 'safe_encoding'),
            ('bytea_output', 'hex'),
            ('DateStyle', 'ISO, MDY'),
            ('IntervalStyle', 'postgres'),
            ('TimeZone', 'UTC'),
            ('lc_numeric', 'C'),
            ('lc_monetary', 'C'),
            ('lc_time', 'C'),
            ('client_min_messages', 'warning'),
            ('restrict_nonsystem_relation_kind', ''),
            ('gin_fuzzy_search_limit', '0'),
            ('vacuum_cost_delay', '0'),
            ('plpgsql.extra_errors', 'none'),
            ('plpgsql.check_asserts', 'on'),
            ('search_path', 'pg_catalog'),
            ('default_table_access_method', 'heap'),
            ('check_function_bodies', 'on'),
            ('quote_all_identifiers', 'off')
            """;

    /** Ends a session, and with it its locks, soon after its client died or stopped answering. */
    private static final String CONNECTION = """
            ('tcp_keepalives_idle', '10'),
            ('tcp_keepalives_interval', '5'),
            ('tcp_keepalives_count', '3'),
            ('tcp_user_timeout', '30s'),
            ('client_connection_check_interval', '1s')
            """;

    /**
     * Sets all of them after the session has begun: a pooler refuses most of them as options of the connection. What
     * the server lacks, or keeps from this user, is skipped; {@link #otherwise} finds the latter.
     */
    static final String SET = """
            DO $$
            DECLARE
                setting record;
            BEGIN
                FOR setting IN VALUES %s, %s LOOP
                    BEGIN
                        PERFORM pg_catalog.set_config(setting.column1, setting.column2, false);
                    EXCEPTION
                        WHEN undefined_object OR invalid_parameter_value OR insufficient_privilege
                            OR cant_change_runtime_param OR feature_not_supported THEN NULL;
                    END;
                END LOOP;
            END $$
            """.formatted(RELIED_ON, CONNECTION);

    private static final String OTHERWISE = """
            SELECT s.name || ' = ' || current_setting(s.name, true)
              FROM (VALUES %s) AS s (name, value)
             WHERE current_setting(s.name, true) <> s.value
             ORDER BY 1
            """.formatted(RELIED_ON);

    private SessionSettings() {}

    /** Gives a session the settings. */
    static void set(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SET);
        }
    }

    /** The settings that are otherwise all the same: only an administrator may change them. One line each. */
    static List<String> otherwise(Connection connection) {
        return JdbcClient.create(new SingleConnectionDataSource(connection, true))
                .sql(OTHERWISE)
                .query(String.class)
                .list();
    }
}
