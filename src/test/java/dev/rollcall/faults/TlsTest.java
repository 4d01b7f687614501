package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseException;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.database.Migrations;
import dev.rollcall.directory.Blame;
import dev.rollcall.fixture.PublishedRows;
import dev.rollcall.fixture.SourceBuilder;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.machine.ProgramRun;
import dev.rollcall.postgres.TestServer;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database that proves its identity by a certificate, which is verified. */
class TlsTest {
    @TempDir
    private Path folder;

    @Test
    void certificateOfTheServerIsVerified() throws Exception {
        assumeTrue(ProgramRun.succeeds("openssl", "version"), "openssl makes the certificates, and is not there");
        certificate("server");
        certificate("other");
        try (Sandbox sandbox = Sandbox.start();
                TestServer server = TestServer.start(folder.resolve("data"), false)) {
            int unused = new Migrations(server.dataSource()).migrate();
            switchOn(JdbcClient.create(server.dataSource()));
            SandboxDirectory directory = SandboxDirectory.generate(701, Shape.of(5, 30, 10));
            sandbox.addStore("d-0000000001", directory);

            try (SyncApplication application = SyncApplication.on(verifying(server, root("server")))) {
                var source = SourceBuilder.of("acme", Cloud.AWS, "d-0000000001", sandbox.endpoint())
                        .build();
                assertThat(application.sync(source).error()).isNull();
                new PublishedRows(server.dataSource(), "acme").isExactly(directory);
            }
            try (Database trusting = new Database(verifying(server, root("server")), 1);
                    var connection = trusting.connect("rollcall");
                    var row = connection
                            .createStatement()
                            .executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getBoolean(1)).isTrue();
            }
            try (Database distrusting = new Database(verifying(server, root("other")), 1)) {
                assertThatThrownBy(() -> distrusting.connect("rollcall"))
                        .isInstanceOf(SQLException.class)
                        .message()
                        .contains("SSL")
                        .doesNotContain("\n");
            }
            try (Database mistaken = new Database(verifying(server, root("missing")), 1)) {
                assertThatThrownBy(() -> mistaken.connect("rollcall"))
                        .isInstanceOfSatisfying(DatabaseException.class, failure -> {
                            assertThat(failure.blame()).isEqualTo(Blame.CONFIGURATION);
                            assertThat(failure).hasMessageContaining("missing.crt");
                            assertThat(failure.advice()).contains("options in ROLLCALL_DB_URL");
                        });
            }
            try (Database unnamed = new Database(verifying(server, ""), 1)) {
                assertThatThrownBy(() -> unnamed.connect("rollcall"))
                        .isInstanceOfSatisfying(DatabaseException.class, failure -> {
                            assertThat(failure).hasMessageContaining(".postgresql/root.crt");
                            assertThat(failure.advice()).contains("sslrootcert=FILE");
                        });
            }
            try (Database ofJava =
                    new Database(verifying(server, "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"), 1)) {
                assertThatThrownBy(() -> ofJava.connect("rollcall"))
                        .isInstanceOf(SQLException.class)
                        .message()
                        .contains("SSL", "PKIX");
            }
        }
    }

    private void switchOn(JdbcClient jdbc) throws IOException {
        Path data = Path.of(jdbc.sql("SHOW data_directory").query(String.class).single());
        for (String file : List.of("server.key", "server.crt")) {
            Path copy = Files.copy(folder.resolve(file), data.resolve(file));
            Files.setOwner(copy, Files.getOwner(data));
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        }
        int unused = jdbc.sql("ALTER SYSTEM SET ssl = on").update();
        jdbc.sql("SELECT pg_reload_conf()").query().singleRow();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> jdbc.sql("SHOW ssl").query(String.class).single().equals("on"));
    }

    private static DatabaseSettings verifying(TestServer server, String options) {
        return new DatabaseSettings(server.url() + "?sslmode=verify-full" + options, server.user(), server.password());
    }

    private String root(String name) {
        return "&sslrootcert=" + folder.resolve(name + ".crt");
    }

    /** Makes a self-signed certificate for this host. */
    private void certificate(String name) {
        boolean made = ProgramRun.succeeds(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=127.0.0.1",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                folder.resolve(name + ".key").toString(),
                "-out",
                folder.resolve(name + ".crt").toString());
        assertThat(made).isTrue();
    }
}
