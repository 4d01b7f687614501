package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class DatabaseTest {
    private static final int NO_PORT = 1;

    private final TestDatabase server = TestDatabase.create();
    private final DatabaseSettings settings = new DatabaseSettings(server.url(), server.user(), server.password());
    private final Database database = new Database(settings, 2);

    @AfterEach
    void close() {
        database.close();
        server.close();
    }

    @Test
    void pooledConnectionsLimitStatementsLocksAndIdleTransactions() {
        JdbcClient pooled = JdbcClient.create(database.pool());

        assertThat(setting(pooled, "statement_timeout")).isEqualTo("1min");
        assertThat(setting(pooled, "lock_timeout")).isEqualTo("30s");
        assertThat(setting(pooled, "idle_in_transaction_session_timeout")).isEqualTo("10s");
        assertThat(setting(pooled, "application_name")).isEqualTo("rollcall");
    }

    @Test
    void unpooledConnectionsMayTakeLongAndSayWhatTheyAreFor() throws SQLException {
        try (Connection connection = database.connect("rollcall for a test")) {
            JdbcClient own = JdbcClient.create(new SingleConnectionDataSource(connection, true));

            assertThat(setting(own, "statement_timeout")).isEqualTo("0");
            assertThat(setting(own, "application_name")).isEqualTo("rollcall for a test");
            assertThat(connection.getNetworkTimeout()).isZero();
        }
    }

    @Test
    void everySessionEndsSoonAfterItsClient() throws SQLException {
        assertThat(setting(JdbcClient.create(database.pool()), "client_connection_check_interval"))
                .isEqualTo("1s");
        try (Connection connection = database.unpooled().getConnection()) {
            JdbcClient own = JdbcClient.create(new SingleConnectionDataSource(connection, true));

            assertThat(setting(own, "client_connection_check_interval")).isEqualTo("1s");
            assertThat(setting(own, "tcp_keepalives_idle")).isEqualTo("10");
            assertThat(setting(own, "tcp_keepalives_interval")).isEqualTo("5");
            assertThat(setting(own, "tcp_keepalives_count")).isEqualTo("3");
            // In milliseconds; 0 on a system that lacks it.
            assertThat(setting(own, "tcp_user_timeout")).isIn("30000", "0");
        }
    }

    @Test
    void nothingIsConnectedToBeforeItIsNeeded() {
        String nowhere = "jdbc:postgresql://localhost:" + NO_PORT + "/none";
        try (Database unreachable = new Database(new DatabaseSettings(nowhere, null, null), 1)) {
            assertThatThrownBy(() -> unreachable.connect("rollcall")).isInstanceOf(SQLException.class);
        }
    }

    private static String setting(JdbcClient jdbc, String name) {
        return jdbc.sql("SELECT current_setting(?)")
                .param(name)
                .query(String.class)
                .single();
    }
}
