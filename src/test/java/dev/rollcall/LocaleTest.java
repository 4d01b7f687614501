package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.ProgramCommand;
import dev.rollcall.machine.ProgramRun;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.postgres.DatabaseEnvironment;
import dev.rollcall.postgres.TestServer;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Names of files, arguments, passwords that are not ASCII, in the locales that schedulers and servers set. The launcher
 * makes them work in each; Java by itself can't, and says so.
 */
class LocaleTest {
    private static final String USER = "jürgen";
    private static final String PASSWORD = "pässwörd 密码";
    private static final Map<String, String> POSIX = Map.of("LC_ALL", "POSIX");

    private static final TemporaryFolder folder = TemporaryFolder.createPassable("rollcall-grüße");
    private static final Path locales = folder.resolve("locales");
    private static final TestServer server = TestServer.start(folder.resolve("data"), false);
    private static final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(703, Shape.of(6, 60, 20), Cloud.AWS));
    /** Put where names are not ASCII either. */
    private static final ProgramCommand launcher = ProgramCommand.launcher(folder.resolve("größe"), folder.path());

    private static final Path jobs = folder.resolve("jöbs-工作");

    /** What a scheduler, a server without locales, or a login through ssh leaves in the environment. */
    static Stream<Map<String, String>> locales() {
        return Stream.of(
                Map.of(),
                Map.of("LC_ALL", "C"),
                POSIX,
                Map.of("LANG", "C"),
                Map.of("LC_CTYPE", "C", "LANG", "C.UTF-8"),
                Map.of("LANG", "tlh_QO.UTF-8"),
                Map.of("LC_ALL", "de_DE.ISO-8859-1", "LOCPATH", locales.toString()),
                Map.of("LANG", "C.UTF-8"));
    }

    @BeforeAll
    static void nameEverythingInManyScripts() throws IOException {
        // Where it can't be made, its test is one of a locale that is not there.
        Files.createDirectory(locales);
        boolean unused = ProgramRun.succeeds(
                "localedef",
                "-i",
                "de_DE",
                "-f",
                "ISO-8859-1",
                locales.resolve("de_DE.ISO-8859-1").toString());
        Files.createDirectory(jobs);
        Files.writeString(jobs.resolve("schlüssel"), Files.readString(cli.keys().accessKey()));
        Files.writeString(jobs.resolve("geheim-密"), Files.readString(cli.keys().secretKey()));
        Files.writeString(
                jobs.resolve("acme.yaml"),
                cli.jobFile()
                        .replaceFirst("access-key-file: .*", "access-key-file: schlüssel")
                        .replaceFirst("secret-key-file: .*", "secret-key-file: geheim-密"));
        Files.writeString(folder.resolve("pässwort"), PASSWORD + "\n");
        JdbcClient jdbc = JdbcClient.create(server.dataSource());
        jdbc.sql("CREATE ROLE \"" + USER + "\" SUPERUSER LOGIN PASSWORD '" + PASSWORD + "'")
                .update();
        Path rules = Path.of(jdbc.sql("SHOW hba_file").query(String.class).single());
        Files.writeString(rules, "host all \"" + USER + "\" 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
        jdbc.sql("SELECT pg_reload_conf()").query(Boolean.class).single();
    }

    @AfterAll
    static void close() {
        cli.close();
        server.close();
        folder.close();
    }

    @ParameterizedTest
    @MethodSource("locales")
    void launcherTakesAllTextForUtf8(Map<String, String> locale) {
        CommandResult checked = launcher.with(database())
                .with(locale)
                .with(Map.of("ROLLCALL_JOBS", jobs.toString()))
                .run("check", "acme")
                .isDone();

        assertThat(checked.out()).contains("reached as user " + USER).doesNotContain("FAIL");
        assertThat(checked.err()).isEmpty();
    }

    @Test
    void cronsEmptyEnvironmentIsEnoughForARun() {
        Map<String, String> database = new HashMap<>(database());
        database.remove("ROLLCALL_DB_PASSWORD");
        database.put("ROLLCALL_DB_PASSWORD_FILE", folder.resolve("pässwort").toString());

        launcher.with(database).run("sync", "acme", "--jobs", jobs.toString()).isDone();
    }

    @Test
    void javaByItselfNamesTheVariableThatItCannotRead() {
        ProgramCommand java = ProgramCommand.java(Path.of("").toAbsolutePath()).with(POSIX);

        java.with(database()).run("status").isRefused(2, "ROLLCALL_DB_", "LC_ALL");
        java.with(cli.environment())
                .with(Map.of("ROLLCALL_JOBS", jobs.toString()))
                .run("check", "acme")
                .isRefused(2, "ROLLCALL_JOBS", "LC_ALL");
        java.with(cli.environment())
                .run("check", "acme", "--jobs", jobs.toString())
                .isRefused(2, "the command line", "LC_ALL");
        ProgramCommand.java(folder.path())
                .with(POSIX)
                .with(cli.environment())
                .run("check", "acme")
                .isRefused(2, "the working folder", "LC_ALL");
    }

    @Test
    void javaByItselfNamesTheFileThatItCannotName() {
        cli.job(
                "acme",
                cli.jobFile().replaceFirst("access-key-file: .*", "access-key-file: " + jobs.resolve("schlüssel")));

        ProgramCommand.java(Path.of("").toAbsolutePath())
                .with(POSIX)
                .with(cli.environment())
                .run("sync", "acme")
                .isRefused(2, "acme.yaml", "access-key-file");
    }

    /** As an older program or a console in another encoding writes them. */
    @Test
    void bytesThatAreNotUtf8AreRefusedByName() {
        String script = "export ROLLCALL_DB_PASSWORD=$(printf 'p\\344sswort'); exec \"$0\" \"$@\"";

        new ProgramCommand(
                        Stream.concat(Stream.of("sh", "-c", script), launcher.command().stream())
                                .toList(),
                        launcher.with(cli.environment()).environment(),
                        folder.path())
                .run("status")
                .isRefused(2, "ROLLCALL_DB_PASSWORD is not text in UTF-8");
    }

    private static Map<String, String> database() {
        return DatabaseEnvironment.of(server.url(), USER, PASSWORD);
    }
}
