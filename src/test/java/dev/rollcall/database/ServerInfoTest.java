package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerInfoTest {
    @Test
    void postgresql13IsTooOld() {
        assertThatThrownBy(() -> server(130022, "UTF8").requireVersion())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("14 or newer");
        assertThatCode(() -> server(140000, "UTF8").requireVersion())
                .doesNotThrowAnyException();
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

    private static ServerInfo server(int version, String encoding) {
        return server(version, encoding, true);
    }

    private static ServerInfo server(int version, String encoding, boolean keepsSessions) {
        return new ServerInfo(
                version, "PostgreSQL " + version / 10_000, encoding, "rollcall", 10, keepsSessions, List.of());
    }
}
