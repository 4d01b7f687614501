package dev.rollcall.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.fixture.LoggedWarnings;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.postgres.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A listener that stays in a transaction fills the server's queue of notifications; here it holds 64 pages, not 8 GB. */
class NotificationQueueTest {
    private final TemporaryFolder folder = TemporaryFolder.createPassable("rollcall-queue");
    private final TestServer server = TestServer.start(folder.path().resolve("data"), false);
    private final DataSource dataSource = server.dataSource();
    private final JdbcClient jdbc = JdbcClient.create(dataSource);
    private final LoggedWarnings warnings = new LoggedWarnings();

    @BeforeEach
    void makeItSmall() {
        jdbc.sql("ALTER SYSTEM SET max_notify_queue_pages = 64").update();
        server.crash();
        server.restart();
    }

    @AfterEach
    void close() {
        warnings.close();
        server.close();
        folder.close();
    }

    @Test
    void fullQueueFailsNoPublishAndTheListenersAreToldAgainOnceItIsEmpty() throws SQLException {
        try (Connection listener = dataSource.getConnection();
                Statement statement = listener.createStatement()) {
            statement.execute("LISTEN rollcall");
            announce(1);
            assertThat(told(listener)).isEqualTo(1);
            assertThat(warnings.messages()).isEmpty();

            listener.setAutoCommit(false);
            statement.execute("SELECT 1");
            assertThatThrownBy(this::fill).hasMessageContaining("too many notifications in the NOTIFY queue");
            announce(2);
            assertThat(warnings.messages())
                    .singleElement()
                    .asString()
                    .startsWith("snapshot 2: those who listen on the database's channel rollcall are not told");

            listener.setAutoCommit(true);
            int unread = told(listener);
            announce(3);
            assertThat(told(listener)).as("after %d", unread).isEqualTo(1);
        }
        assertThat(warnings.messages()).hasSize(1);
    }

    /** In the transaction of a publish. */
    private void announce(long snapshot) {
        new TransactionTemplate(new DataSourceTransactionManager(dataSource))
                .executeWithoutResult(status -> new Outbox(jdbc).announce("acme", snapshot, "published"));
    }

    private void fill() {
        for (int n = 0; n < 1_000; n++) {
            jdbc.sql("SELECT pg_notify('rollcall', ?)")
                    .param(n + "x".repeat(7_900))
                    .query()
                    .listOfRows();
        }
    }

    /** What the listener was told of snapshots. */
    private static int told(Connection listener) throws SQLException {
        try (Statement statement = listener.createStatement()) {
            statement.execute("SELECT 1");
        }
        PGNotification[] told = listener.unwrap(PGConnection.class).getNotifications(1_000);
        int snapshots = 0;
        for (PGNotification one : told == null ? new PGNotification[0] : told) {
            snapshots += one.getParameter().startsWith("{\"source\":\"acme\"") ? 1 : 0;
        }
        return snapshots;
    }
}
