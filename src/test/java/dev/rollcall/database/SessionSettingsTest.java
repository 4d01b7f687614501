package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.postgres.OppositeSettings;
import dev.rollcall.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sessions of a role and a database that have everything set otherwise. */
class SessionSettingsTest {
    private static final String ROLE =
            "rollcall_settings_" + ProcessHandle.current().pid();

    /** The limits of statements differ between pooled and unpooled sessions, on purpose. */
    private static final List<String> OWN_LIMITS =
            List.of("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout");

    private final TestDatabase server = TestDatabase.create();
    private final JdbcClient jdbc = JdbcClient.create(server.dataSource());
    private final Database plain = new Database(server.settings(), 1);
    private final Database database = new Database(new DatabaseSettings(server.url(), ROLE, "pw"), 1);

    @BeforeEach
    void createRole() {
        jdbc.sql("CREATE ROLE " + ROLE + " LOGIN PASSWORD 'pw'").update();
    }

    @AfterEach
    void close() {
        plain.close();
        database.close();
        server.close();
        try (TestDatabase other = TestDatabase.create()) {
            JdbcClient.create(other.dataSource()).sql("DROP ROLE " + ROLE).update();
        }
    }

    @Test
    void everySessionHasTheSettingsThatARunReliesOn() {
        Map<String, String> pooled = settings(plain.pool());
        Map<String, String> unpooled = settings(plain.unpooled());

        OppositeSettings.set(jdbc, "DATABASE " + name());
        OppositeSettings.set(jdbc, "ROLE " + ROLE);

        assertThat(settings(database.pool())).isEqualTo(pooled);
        assertThat(settings(database.unpooled())).isEqualTo(unpooled);
        assertThat(pooled)
                .containsEntry("array_nulls", "on")
                .containsEntry("default_transaction_isolation", "read committed")
                .containsEntry("row_security", "off")
                .containsEntry("TimeZone", "UTC")
                .containsEntry("search_path", "pg_catalog");
        assertThat(pooled.keySet()).containsAll(OWN_LIMITS);
    }

    @Test
    void whatAnOrdinaryRoleCanNotSetIsFound() throws SQLException {
        jdbc.sql("ALTER ROLE " + ROLE + " SET session_replication_role = 'replica'")
                .update();
        try (Connection connection = database.connect("rollcall")) {
            assertThat(SessionSettings.otherwise(connection)).containsExactly("session_replication_role = replica");
        }
    }

    @Test
    void whatASuperuserCanSetIsSet() throws SQLException {
        jdbc.sql("ALTER DATABASE " + name() + " SET session_replication_role = 'replica'")
                .update();
        try (Connection connection = plain.connect("rollcall")) {
            assertThat(SessionSettings.otherwise(connection)).isEmpty();
        }
    }

    /** All that an ordinary role may set, but for who the session is and what is the administrator's. */
    private static Map<String, String> settings(DataSource dataSource) {
        Map<String, String> settings = new TreeMap<>();
        JdbcClient.create(dataSource).sql("""
                        SELECT name, setting FROM pg_settings
                         WHERE context = 'user'
                           AND name NOT IN ('application_name', 'synchronous_commit', 'is_superuser')
                        """).query(row -> {
            settings.put(row.getString(1), row.getString(2));
        });
        return settings;
    }

    private String name() {
        return jdbc.sql("SELECT current_database()").query(String.class).single();
    }
}
