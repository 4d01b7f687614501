package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.fixture.MigratedDatabase;
import dev.rollcall.postgres.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

class ServerInfoTest {
    private static final String GUEST =
            "rollcall_test_guest_" + ProcessHandle.current().pid();
    private static final String PASSWORD = "guest";

    private final TestDatabase server = MigratedDatabase.create();
    private final JdbcClient jdbc = JdbcClient.create(server.dataSource());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void tellsWhatTheServerIs() {
        ServerInfo info = of(server.user(), server.password());

        assertThat(info.version()).isGreaterThanOrEqualTo(140000);
        assertThat(info.product()).startsWith("PostgreSQL ");
        assertThat(info.encoding()).isEqualTo("UTF8");
        assertThat(info.user()).isEqualTo(server.user());
        assertThat(info.connections().free()).isPositive();
        assertThat(info.keepsSessions()).isTrue();
        assertThat(info.readOnly()).isNull();
        assertThat(info.settings()).isEmpty();
    }

    @Test
    void tellsHowManyConnectionsAreLeftToAUser() {
        withGuest("CONNECTION LIMIT 3", () -> {
            ServerInfo info = of(GUEST, PASSWORD);

            assertThat(info.user()).isEqualTo(GUEST);
            assertThat(info.connections())
                    .isEqualTo(new ServerInfo.Connections(3, 2, new DeclaredConnections(0, 0, 3)));
            assertThatThrownBy(() -> info.requireConnections(4))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("4 connections needed, and this user may have 3");
            assertThatThrownBy(() -> info.requireConnections(3))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("3 connections needed, and 2 are free");
            assertThatCode(() -> info.requireConnections(2)).doesNotThrowAnyException();
        });
    }

    @Test
    void poolBeginsWithTheSessionThatWasLookedAt() {
        withGuest("", () -> {
            try (Database database = database(GUEST, PASSWORD)) {
                ServerInfo.requireSessions(database);
                jdbc.sql("ALTER ROLE " + GUEST + " NOLOGIN").update();

                assertThat(JdbcClient.create(database.pool())
                                .sql("SHOW statement_timeout")
                                .query(String.class)
                                .single())
                        .isEqualTo("1min");
            }
            assertNoSessionIsLeft();
        });
    }

    @Test
    void sessionThatThePoolNeverTookEndsWithIt() {
        withGuest("", () -> {
            try (Database database = database(GUEST, PASSWORD)) {
                ServerInfo.requireSessions(database);
                ServerInfo.requireSessions(database);
            }
            assertNoSessionIsLeft();
        });
    }

    private void withGuest(String limit, Runnable test) {
        jdbc.sql("CREATE ROLE " + GUEST + " LOGIN " + limit + " PASSWORD '" + PASSWORD + "'")
                .update();
        try {
            test.run();
        } finally {
            jdbc.sql("DROP ROLE " + GUEST).update();
        }
    }

    /** The server notices a little later that a client has gone. */
    private void assertNoSessionIsLeft() {
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT count(*) FROM pg_stat_activity WHERE usename = :user")
                        .param("user", GUEST)
                        .query(Long.class)
                        .single())
                .isZero());
    }

    @Test
    void wrongPasswordIsAFailureToConnect() {
        assertThatThrownBy(() -> of("nobody_of_that_name", "wrong"))
                .isInstanceOf(DataAccessResourceFailureException.class)
                .hasMessageContaining("can't connect to the database");
    }

    @Test
    void postgresql13IsTooOld() {
        assertThatThrownBy(() -> server(130022, "UTF8").requireVersion())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("14 or newer");
        assertThatCode(() -> server(140000, "UTF8").requireVersion()).doesNotThrowAnyException();
    }

    @Test
    void onlyUtf8HoldsEveryName() {
        assertThatThrownBy(() -> server(180000, "SQL_ASCII").requireEncoding())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SQL_ASCII");
    }

    @Test
    void sessionsThatAreLentOutHoldNoLock() {
        assertThatThrownBy(() -> server(180000, "UTF8", false).requireSessions())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("session mode");
    }

    private ServerInfo of(String user, String password) {
        try (Database database = database(user, password)) {
            return ServerInfo.of(database);
        }
    }

    private Database database(String user, String password) {
        return new Database(new DatabaseSettings(server.url(), user, password), 1);
    }

    private static ServerInfo server(int version, String encoding) {
        return server(version, encoding, true);
    }

    private static ServerInfo server(int version, String encoding, boolean keepsSessions) {
        return new ServerInfo(
                version,
                "PostgreSQL " + version / 10_000,
                encoding,
                "rollcall",
                new ServerInfo.Connections(10, 10, new DeclaredConnections(0, 0, 10)),
                keepsSessions,
                null,
                List.of());
    }
}
