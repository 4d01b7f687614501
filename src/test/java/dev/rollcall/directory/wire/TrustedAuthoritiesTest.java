package dev.rollcall.directory.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.http.ScriptedServer;
import dev.rollcall.http.TestAuthority;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedAuthoritiesTest {
    private final TestAuthority first = new TestAuthority();
    private final TestAuthority second = new TestAuthority();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void fileOfSeveralAuthoritiesIsTrustedBesideJavasOwn() throws IOException {
        Path bundle = Files.writeString(
                folder.resolve("bundle.pem"),
                "# The company's - first ----- and\n" + first.pem() + "\nits second\r\n"
                        + second.pem().replace("\n", "\r\n"));
        TrustedAuthorities trusted = trusted(bundle);

        isTrusted(trusted, first);
        isTrusted(trusted, second);
        int own = new Network(Map.of()).trusted().manager().getAcceptedIssuers().length;
        assertThat(own).isPositive();
        assertThat(trusted.manager().getAcceptedIssuers()).hasSize(own + 2);
    }

    @Test
    void furtherFileIsTrustedBesides() throws IOException {
        TrustedAuthorities trusted = trusted(first.write(folder.resolve("first.pem")))
                .and("AWS_CA_BUNDLE", second.write(folder.resolve("second.pem")));
        isTrusted(trusted, first);
        isTrusted(trusted, second);
    }

    @Test
    void otherAuthorityIsNotTrusted() {
        TrustedAuthorities trusted = trusted(first.write(folder.resolve("first.pem")));
        assertThatThrownBy(() -> isTrusted(trusted, second)).isInstanceOf(SSLHandshakeException.class);
        assertThatThrownBy(() -> isTrusted(new Network(Map.of("ROLLCALL_CA_FILE", "")).trusted(), first))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void unreadableAndEmptyFilesAreConfigurationErrorsThatNameVariableAndFile() throws IOException {
        Path absent = folder.resolve("absent.pem");
        isRefused(absent, "NoSuchFileException");
        isRefused(Files.writeString(folder.resolve("empty.pem"), ""), "holds no certificate");
        isRefused(
                Files.writeString(folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nAA==\n"), "no certificate");
        String cut = first.pem() + second.pem().replaceFirst("(?s)\nM.{40}", "\n");
        isRefused(Files.writeString(folder.resolve("cut.pem"), cut), "certificate 2 of ");
    }

    private static void isRefused(Path file, String reason) {
        assertThatThrownBy(() -> trusted(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("ROLLCALL_CA_FILE: ")
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
    }

    private static TrustedAuthorities trusted(Path file) {
        return new Network(Map.of("ROLLCALL_CA_FILE", file.toString())).trusted();
    }

    private static void isTrusted(TrustedAuthorities trusted, TestAuthority authority) throws IOException {
        try (ScriptedServer server = new ScriptedServer(authority.serverContext("127.0.0.1"))) {
            URI endpoint = server.endpoint();
            try (Socket socket =
                    trusted.context().getSocketFactory().createSocket(endpoint.getHost(), endpoint.getPort())) {
                ((SSLSocket) socket).startHandshake();
            }
        }
    }
}
