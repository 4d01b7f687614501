package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {
    private static final String URL = "jdbc:postgresql://localhost/rollcall";

    @TempDir
    private Path folder;

    @Test
    void passwordIsTheFilesContentWithoutOneLineBreak() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "secret \n");

        assertThat(settings("ROLLCALL_DB_PASSWORD_FILE", file.toString()).password())
                .isEqualTo("secret ");
    }

    @Test
    void unreadablePasswordFileIsNamedWithTheReason() throws IOException {
        Path latin = Files.write(folder.resolve("latin"), new byte[] {(byte) 0xe9, (byte) 0xff});

        unreadable(folder.resolve("nothing").toString(), "there is no such file");
        unreadable(folder.toString(), "Is a directory");
        unreadable(latin.toString(), "it is no text in UTF-8");
        unreadable("no\0path", "Nul character not allowed");
    }

    private static void unreadable(String file, String reason) {
        assertThatThrownBy(() -> settings("ROLLCALL_DB_PASSWORD_FILE", file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ROLLCALL_DB_PASSWORD_FILE: can't read " + file + ": ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?password=secret", "?ssl=true&sslpassword=secret", "?user=alice", "?Password=secret"})
    void userAndPasswordHaveVariablesOfTheirOwn(String options) {
        assertThatThrownBy(() -> DatabaseSettings.from(Map.of("ROLLCALL_DB_URL", URL + options)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ROLLCALL_DB_PASSWORD_FILE")
                .hasMessageNotContaining("secret");
    }

    @Test
    void optionsOfTheDriverAreLookedAt() {
        assertThatThrownBy(() -> DatabaseSettings.from(Map.of("ROLLCALL_DB_URL", URL + "?preferQueryMode=simple")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("preferQueryMode");
    }

    private static DatabaseSettings settings(String name, String value) {
        Map<String, String> environment = new HashMap<>(Map.of("ROLLCALL_DB_URL", URL));
        environment.put(name, value);
        return DatabaseSettings.from(environment);
    }
}
