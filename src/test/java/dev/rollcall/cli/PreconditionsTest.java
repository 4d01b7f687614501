package dev.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.database.ServerInfo;
import dev.rollcall.directory.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreconditionsTest {
    @Test
    void postgresql13IsTooOld() {
        assertThatThrownBy(() -> Preconditions.expectVersion(server(130022, "UTF8")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("14 or newer");
        assertThatCode(() -> Preconditions.expectVersion(server(140000, "UTF8")))
                .doesNotThrowAnyException();
    }

    @Test
    void onlyUtf8HoldsEveryName() {
        assertThatThrownBy(() -> Preconditions.expectEncoding(server(180000, "SQL_ASCII")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SQL_ASCII");
    }

    @Test
    void sessionsThatAreLentOutHoldNoLock() {
        assertThatThrownBy(() -> Preconditions.expectSessions(server(180000, "UTF8", false)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("session mode");
    }

    private static ServerInfo server(int version, String encoding) {
        return server(version, encoding, true);
    }

    private static ServerInfo server(int version, String encoding, boolean keepsSessions) {
        return new ServerInfo(
                version, "PostgreSQL " + version / 10_000, encoding, "rollcall", 10, keepsSessions, List.of());
    }
}
