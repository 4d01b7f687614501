package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.ProgramCommand;
import dev.rollcall.fixture.SecretFiles;
import dev.rollcall.machine.ProgramRun;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.postgres.TestServer;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * Every command of the documents does what it should: those of Rollcall, of psql and in SQL are run, by a shell, on a
 * server that was set up as the README says. Others stand in {@code commands-run-elsewhere.txt}.
 */
class DocumentedCommandsTest {
    private static final Path README = Path.of("README.md");

    /** Its blocks are of several databases, and of DuckDB: ScaleDocumentTest runs them. */
    private static final Path SCALE = Path.of("docs/scale.md");

    private static final Path ELSEWHERE = Path.of("src/test/java/dev/rollcall/commands-run-elsewhere.txt");
    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
    private static final Pattern STEP_OF_THE_GATE = Pattern.compile("(\\.ci/\\w+): (.*)");

    /** What stands for the reader's own, and what it is here. */
    private static final Map<String, String> PLACEHOLDERS = Map.of(
            "\\bNAME\\b", "acme",
            "\\bSOURCE\\b", "acme",
            "\\bOLD\\b", "acme",
            "\\bNEW\\b", "emea",
            "\\bCOMMAND\\b", "status",
            "\\bthe_user\\b", "rollcall",
            // Nothing was known here on a day in the past.
            "--as-of=\\d{4}-\\d\\d-\\d\\d", "--as-of=now",
            "…", "x");

    private static final TemporaryFolder folder = TemporaryFolder.createPassable("rollcall-documents");
    private static final TestServer server = TestServer.start(folder.resolve("data"), false);
    private static final Sandbox sandbox = Sandbox.start();
    private static final Map<String, String> environment = new HashMap<>();

    static List<DocumentedCommand> commands() throws IOException {
        Map<String, DocumentedCommand> distinct = new LinkedHashMap<>();
        for (Path document : documents()) {
            DocumentedCommand.in(document)
                    .forEach(command -> distinct.putIfAbsent(command.language() + command.text(), command));
        }
        return List.copyOf(distinct.values());
    }

    static List<DocumentedCommand> commandsRunHere() throws IOException {
        return commands().stream()
                .filter(DocumentedCommand::isRunHere)
                .filter(command -> !elsewhere().containsKey(command.text()))
                .filter(command -> !isStepOfTheReadme(command))
                .filter(command -> !command.document().equals(SCALE))
                .toList();
    }

    private static boolean isStepOfTheReadme(DocumentedCommand command) {
        return command.document().equals(README)
                && (command.block() || command.text().startsWith("CREATE "));
    }

    /** The README's first and third step, as they stand there but for the names of the machine and the source. */
    @BeforeAll
    static void followTheReadme() throws SQLException, IOException {
        inDatabase("postgres", "DROP DATABASE rollcall");
        List<DocumentedCommand> ofReadme = DocumentedCommand.in(README);
        for (DocumentedCommand command : ofReadme) {
            if (isStepOfTheReadme(command) && !command.block()) {
                inDatabase("postgres", command.text());
            }
        }
        inDatabase("postgres", "CREATE DATABASE reporting TEMPLATE template0");
        prepareFolder();
        String steps = ofReadme.stream()
                .filter(DocumentedCommand::block)
                .map(DocumentedCommand::text)
                .collect(Collectors.joining("\n"));
        assertThat(steps).contains("rollcall migrate", "rollcall check NAME", "rollcall sync NAME", "rollcall status");

        CommandResult followed = shell(steps + "\nexport -p").isDone();

        assertThat(followed.out())
                .contains("acme: published snapshot", "acme: fresh")
                .doesNotContain("FAIL");
        Matcher exported = Pattern.compile("(?m)^(?:export|declare -x) (ROLLCALL_DB_\\w+)=['\"]?([^'\"\\n]*)['\"]?$")
                .matcher(followed.out());
        while (exported.find()) {
            environment.put(exported.group(1), exported.group(2));
        }
        assertThat(environment).containsKeys("ROLLCALL_DB_URL", "ROLLCALL_DB_USER", "ROLLCALL_DB_PASSWORD_FILE");
        prepareReporting();
    }

    @AfterAll
    static void close() {
        sandbox.close();
        server.close();
        folder.close();
    }

    @ParameterizedTest
    @MethodSource("commandsRunHere")
    void commandOfADocumentIsRun(DocumentedCommand command) throws SQLException {
        String text = filledIn(command.text());
        switch (command.language()) {
            case SQL -> inDatabase("rollcall", "BEGIN", text, "ROLLBACK");
            case PSQL -> psql("psql -d rollcall -c '" + text + "'");
            case SHELL -> {
                if (text.contains("psql")) {
                    psql(text);
                } else {
                    rollcall(text);
                }
            }
        }
    }

    @Test
    void commandThatIsNotRunHereIsListedWithWhatRunsIt() throws IOException {
        Map<String, String> elsewhere = elsewhere();

        assertThat(commands())
                .filteredOn(command -> !command.isRunHere())
                .allSatisfy(command -> assertThat(elsewhere)
                        .as("%nAdd a line to %s: what runs %s, or why nothing can%n", ELSEWHERE, command)
                        .containsKey(command.text()));
        assertThat(elsewhere.keySet())
                .as("%nno document has these any more: take them out of %s%n", ELSEWHERE)
                .isSubsetOf(commands().stream().map(DocumentedCommand::text).toList());
    }

    @Test
    void stepsOfTheGateAreThere() {
        assertThat(elsewhere().values().stream()
                        .map(STEP_OF_THE_GATE::matcher)
                        .filter(Matcher::matches)
                        .toList())
                .isNotEmpty()
                .allSatisfy(step -> assertThat(read(Path.of(step.group(1)))).contains(step.group(2)));
    }

    /** A command's name alone stands for the command. */
    private static void rollcall(String text) {
        CommandResult ran = shell(text.matches("rollcall [a-z]+") ? text + " --help" : text);

        assertThat(ran.exitCode()).as("%s%n%s%s", text, ran.out(), ran.err()).isZero();
        Matcher renamed = Pattern.compile("rollcall rename (\\S+) (\\S+)").matcher(text);
        if (renamed.matches()) {
            shell("rollcall rename " + renamed.group(2) + " " + renamed.group(1))
                    .isDone();
        }
    }

    private static void psql(String text) {
        Assumptions.assumeTrue(
                ProgramRun.succeeds("psql", "--version"), "psql is not installed: apt-get install postgresql-client");
        CommandResult ran = shell(text);

        assertThat(ran.err()).as(text).isEmpty();
        assertThat(ran.exitCode()).as(text).isZero();
    }

    private static String filledIn(String text) {
        String filledIn = text;
        for (Map.Entry<String, String> placeholder : PLACEHOLDERS.entrySet()) {
            filledIn = filledIn.replaceAll(placeholder.getKey(), placeholder.getValue());
        }
        return filledIn;
    }

    /** Runs lines in the folder, in which {@code rollcall} is on the PATH, until one fails. */
    private static CommandResult shell(String lines) {
        String here = filledIn(lines)
                .replace("db.example", "127.0.0.1:" + address().getPort())
                .replace("sslmode=verify-full", "sslmode=disable");
        return new ProgramCommand(List.of("sh", "-ec"), environment, folder.path()).run(here);
    }

    private static void prepareFolder() throws IOException {
        ProgramCommand launcher = ProgramCommand.launcher(folder.resolve("rollcall"), folder.path());
        environment.putAll(launcher.environment());
        environment.put("PATH", folder.resolve("rollcall/bin") + ":" + System.getenv("PATH"));
        folder.write("owner-password", "…");
        folder.write("writer-password", "…");
        Files.createSymbolicLink(folder.resolve("db"), Path.of("db").toAbsolutePath());
        Files.createDirectory(folder.resolve("jobs"));
        Matcher least = YAML.matcher(read(README));
        assertThat(least.find()).isTrue();
        sandbox.addStore(Cloud.AWS.storeId(), SandboxDirectory.generate(707, Shape.of(6, 60, 20), Cloud.AWS));
        SecretFiles keys = SecretFiles.in(folder.path(), Sandbox.LONG_LIVED_KEY);
        folder.write(
                "jobs/acme.yaml",
                least.group(1) + """
                endpoint: %s
                credentials:
                  access-key-file: %s
                  secret-key-file: %s
                """.formatted(sandbox.endpoint(), keys.accessKey(), keys.secretKey()));
    }

    /** For psql: rows that the queries' examples ask for. A statement that fails fails psql. */
    private static void prepareReporting() throws SQLException {
        Map<String, String> reporting = new HashMap<>(environment);
        reporting.put("ROLLCALL_DB_URL", url("reporting"));
        reporting.put("ROLLCALL_DB_USER", server.user());
        new ProgramCommand(List.of("sh", "-ec"), reporting, folder.path())
                .run("rollcall migrate")
                .isDone();
        try (Connection connection = DriverManager.getConnection(url("reporting"), server.user(), "")) {
            ScriptUtils.executeSqlScript(
                    connection, new ClassPathResource("dev/rollcall/readers/reporting-fixture.sql"));
        }
        folder.write("psqlrc", "\\set ON_ERROR_STOP on\n");
        environment.putAll(Map.of(
                "PSQLRC", folder.resolve("psqlrc").toString(),
                "PGHOST", "127.0.0.1",
                "PGPORT", Integer.toString(address().getPort()),
                "PGUSER", server.user(),
                "PGDATABASE", "reporting"));
    }

    private static void inDatabase(String database, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(database), server.user(), "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String url(String database) {
        return server.url().replaceFirst("/\\w+$", "/" + database);
    }

    private static URI address() {
        return URI.create(server.url().substring("jdbc:".length()));
    }

    /** Commands, and what runs them or why nothing can. */
    private static Map<String, String> elsewhere() {
        return read(ELSEWHERE)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" +\\| +", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(README));
        for (String folder : List.of("docs", "db", ".github", "jobs")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> folder.equals("jobs") || file.toString().endsWith(".md"))
                        .filter(Files::isRegularFile)
                        .sorted()
                        .forEach(documents::add);
            }
        }
        documents.add(Path.of("CHANGELOG.md"));
        return documents;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
