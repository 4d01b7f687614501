package dev.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.store.Server;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
    @Test
    void postgresql13IsTooOld() {
        assertThatThrownBy(() -> Gate.expectVersion(server(130022, "UTF8")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("14 or newer");
        assertThatCode(() -> Gate.expectVersion(server(140000, "UTF8"))).doesNotThrowAnyException();
    }

    @Test
    void onlyUtf8HoldsEveryName() {
        assertThatThrownBy(() -> Gate.expectEncoding(server(180000, "SQL_ASCII")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SQL_ASCII");
    }

    @Test
    void sessionsThatAreLentOutHoldNoLock() {
        assertThatThrownBy(() -> Gate.expectSessions(server(180000, "UTF8", false)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("session mode");
    }

    private static Server server(int version, String encoding) {
        return server(version, encoding, true);
    }

    private static Server server(int version, String encoding, boolean keepsSessions) {
        return new Server(
                version, "PostgreSQL " + version / 10_000, encoding, "rollcall", 10, keepsSessions, List.of());
    }
}
