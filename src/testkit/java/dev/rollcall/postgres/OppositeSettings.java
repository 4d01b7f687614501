package dev.rollcall.postgres;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Settings of sessions, each the opposite of what a run relies on, as a database or a role may have them. */
public final class OppositeSettings {
    private static final Map<String, String> VALUES = new LinkedHashMap<>();

    static {
        VALUES.put("array_nulls", "off");
        VALUES.put("backslash_quote", "on");
        VALUES.put("bytea_output", "escape");
        VALUES.put("check_function_bodies", "off");
        VALUES.put("client_min_messages", "debug1");
        VALUES.put("DateStyle", "German, DMY");
        VALUES.put("default_transaction_deferrable", "on");
        VALUES.put("default_transaction_isolation", "serializable");
        VALUES.put("exit_on_error", "on");
        VALUES.put("gin_fuzzy_search_limit", "1");
        VALUES.put("idle_in_transaction_session_timeout", "3s");
        VALUES.put("idle_session_timeout", "3s");
        VALUES.put("IntervalStyle", "sql_standard");
        VALUES.put("lc_monetary", "POSIX");
        VALUES.put("lc_numeric", "POSIX");
        VALUES.put("lc_time", "POSIX");
        VALUES.put("lock_timeout", "1ms");
        VALUES.put("plpgsql.check_asserts", "off");
        VALUES.put("plpgsql.extra_errors", "all");
        VALUES.put("quote_all_identifiers", "on");
        VALUES.put("restrict_nonsystem_relation_kind", "view, foreign-table");
        VALUES.put("row_security", "on");
        VALUES.put("search_path", "public");
        VALUES.put("standard_conforming_strings", "off");
        VALUES.put("statement_timeout", "3s");
        VALUES.put("synchronous_commit", "off");
        VALUES.put("TimeZone", "Asia/Kathmandu");
        VALUES.put("transaction_timeout", "3s");
        VALUES.put("transform_null_equals", "on");
        VALUES.put("vacuum_cost_delay", "1");
    }

    private OppositeSettings() {}

    /**
     * Gives them to all sessions to come.
     *
     * @param of DATABASE or ROLE, and its name
     */
    public static void set(JdbcClient jdbc, String of) {
        VALUES.forEach((name, value) -> {
            if (isKnown(jdbc, name)) {
                String quoted = name.equals("search_path") ? value : "'" + value + "'";
                int unused = jdbc.sql("ALTER " + of + " SET " + name + " = " + quoted)
                        .update();
            }
        });
    }

    /** Older servers lack some. */
    private static boolean isKnown(JdbcClient jdbc, String name) {
        if (name.contains(".")) {
            return true;
        }
        return jdbc.sql("SELECT current_setting(?, true) IS NOT NULL")
                .param(name)
                .query(Boolean.class)
                .single();
    }
}
