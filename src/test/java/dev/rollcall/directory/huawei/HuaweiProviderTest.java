package dev.rollcall.directory.huawei;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.AdapterFixture;
import dev.rollcall.directory.Credentials;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.ServerResponse;
import dev.rollcall.sandbox.HuaweiSignature;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HuaweiProviderTest {
    private final HuaweiProvider provider = new HuaweiProvider(new Network(Map.of()));
    private final ScriptedServer server = new ScriptedServer();

    @TempDir
    private Path home = Path.of("");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void nameRateAndKeysAreAsJobFilesKnowThem() {
        assertThat(provider.name()).isEqualTo("huawei");
        assertThat(provider.defaultRequestsPerSecond()).isEqualTo(10);
        assertThat(provider.credentialKeys())
                .containsExactlyInAnyOrder(
                        "profile", "project-id", "access-key-file", "secret-key-file", "security-token-file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"d-1234567890", "1", "123456789012", "12345678-1234-1234-1234-123456789012"})
    void identityStoreIdOfEveryDocumentedFormIsTaken(String id) {
        assertThat(id).matches(provider.identityStoreId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "..", "d 1", "1234567890123456789012345678901234567"})
    void identityStoreIdThatIsNoneIsRefused(String id) {
        assertThat(id).doesNotMatch(provider.identityStoreId());
    }

    @Test
    void keysOfTheEnvironmentSign() throws Exception {
        listGroupsInAnotherProcess(Map.of(
                "HUAWEICLOUD_SDK_AK", "AK-ENV",
                "HUAWEICLOUD_SDK_SK", "SK-ENV",
                "HUAWEICLOUD_SDK_SECURITY_TOKEN", "TOKEN-ENV",
                "HUAWEICLOUD_SDK_PROJECT_ID", "project-env"));
        assertThat(HuaweiSignature.isOf(server.lastRequest(), "AK-ENV", "SK-ENV"))
                .isTrue();
        assertThat(server.lastRequest().header("X-Security-Token")).isEqualTo("TOKEN-ENV");
        assertThat(server.lastRequest().header("X-Project-Id")).isEqualTo("project-env");
    }

    @Test
    void keysOfTheVendorsCredentialsFileSign() throws Exception {
        Path file = Files.createDirectories(home.resolve(".huaweicloud")).resolve("credentials");
        Files.writeString(file, "[basic]\nak = AK-FILE\nsk = SK-FILE\n");
        listGroupsInAnotherProcess(Map.of());
        assertThat(HuaweiSignature.isOf(server.lastRequest(), "AK-FILE", "SK-FILE"))
                .isTrue();
    }

    /** The SDK reads its variables from the process alone. */
    private void listGroupsInAnotherProcess(Map<String, String> variables) throws IOException, InterruptedException {
        server.respond(ServerResponse.json(200, "{\"groups\":[],\"page_info\":{}}"));
        ProcessBuilder process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                ListGroups.class.getName(),
                server.endpoint().toString());
        process.environment().keySet().removeIf(name -> name.startsWith("HUAWEICLOUD_"));
        process.environment().putAll(variables);
        File output = home.resolve("output").toFile();
        Process running =
                process.redirectErrorStream(true).redirectOutput(output).start();
        int exit = running.waitFor();
        assertThat(exit)
                .as(Files.readString(output.toPath()).replace("%", "%%"))
                .isZero();
    }

    static final class ListGroups {
        private ListGroups() {}

        public static void main(String[] arguments) {
            try (Directory directory = new HuaweiProvider(new Network(System.getenv()))
                    .open(AdapterFixture.settings(URI.create(arguments[0]), Credentials.DEFAULT))) {
                directory.listGroups(null);
            }
        }
    }
}
