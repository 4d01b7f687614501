package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.fixture.CliFixture;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.ProgramCommand;
import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies in the working folder and stands in the environment for other programs changes nothing that Rollcall does. */
class SurroundingsTest {
    /** Where these are taken in, the run fails, a second history of migrations appears, or the log says more. */
    private static final String OF_ANOTHER_PROGRAM = """
            spring.batch.jdbc.table-prefix=OTHER_
            spring.batch.jdbc.initialize-schema=always
            spring.main.banner-mode=console
            logging.level.root=DEBUG
            """;

    private static final String THE_SAME_AS_YAML = """
            spring:
              batch.jdbc.table-prefix: OTHER_
              main.banner-mode: console
            logging.level.root: DEBUG
            """;

    private static final String LOG_OF_ANOTHER_PROGRAM = """
            <configuration>
              <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>%msg%n</pattern></encoder></appender>
              <root level="DEBUG"><appender-ref ref="OUT"/></root>
            </configuration>
            """;

    private static final CliFixture cli =
            new CliFixture(Cloud.AWS, SandboxDirectory.generate(702, Shape.of(6, 60, 20), Cloud.AWS));
    private static CommandResult undisturbed = new CommandResult(-1, "", "");

    private record Surroundings(String name, Map<String, String> files, Map<String, String> variables) {
        static Surroundings file(String name, String content) {
            return new Surroundings("a file " + name, Map.of(name, content), Map.of());
        }

        static Surroundings variable(String name, String value) {
            return new Surroundings(name, Map.of(), Map.of(name, value));
        }

        Surroundings with(String file, String content) {
            return new Surroundings(name, Map.of(file, content), variables);
        }

        Surroundings and(String variable, String value) {
            Map<String, String> all = new HashMap<>(variables);
            all.put(variable, value);
            return new Surroundings(name, files, all);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Surroundings> surroundings() {
        return Stream.of(
                Surroundings.file("application.properties", OF_ANOTHER_PROGRAM),
                Surroundings.file("application.yml", THE_SAME_AS_YAML),
                Surroundings.file("config/application.properties", OF_ANOTHER_PROGRAM),
                Surroundings.file("config/deeper/application.yaml", THE_SAME_AS_YAML),
                Surroundings.variable("SPRING_PROFILES_ACTIVE", "prod")
                        .with("application-prod.properties", OF_ANOTHER_PROGRAM),
                Surroundings.variable("SPRING_CONFIG_LOCATION", "file:./other.properties")
                        .with("other.properties", OF_ANOTHER_PROGRAM),
                Surroundings.variable("SPRING_CONFIG_ADDITIONAL_LOCATION", "file:./")
                        .with("application.properties", OF_ANOTHER_PROGRAM),
                Surroundings.variable("SPRING_CONFIG_IMPORT", "file:./other.properties")
                        .with("other.properties", OF_ANOTHER_PROGRAM),
                Surroundings.variable("SPRING_APPLICATION_JSON", "{\"spring.batch.jdbc.table-prefix\":\"OTHER_\"}"),
                Surroundings.variable("SPRING_BATCH_JDBC_TABLE_PREFIX", "OTHER_")
                        .and("SPRING_MAIN_BANNER_MODE", "console")
                        .and("SPRING_MAIN_WEB_APPLICATION_TYPE", "servlet"),
                Surroundings.variable("SPRING_FLYWAY_ENABLED", "true")
                        .and("FLYWAY_TABLE", "other_history")
                        .with("flyway.conf", "flyway.defaultSchema=public\n"),
                Surroundings.variable("DEBUG", "true").and("TRACE", "true"),
                Surroundings.variable("LOGGING_CONFIG", "./other.xml").with("other.xml", LOG_OF_ANOTHER_PROGRAM),
                Surroundings.variable("LOGGING_LEVEL_ROOT", "DEBUG").and("LOGGING_FILE_NAME", "other.log"),
                Surroundings.file("logback.xml", LOG_OF_ANOTHER_PROGRAM),
                Surroundings.variable("HOSTNAME", "another-host"));
    }

    @BeforeAll
    static void syncUndisturbed() {
        cli.run("sync", "acme").isDone();
        undisturbed = sync(new Surroundings("nothing", Map.of(), Map.of())).isDone();
        assertThat(undisturbed.err()).contains("the link of its chain is");
    }

    @AfterAll
    static void close() {
        cli.close();
    }

    @ParameterizedTest
    @MethodSource("surroundings")
    void changeNothing(Surroundings surroundings) {
        CommandResult disturbed = sync(surroundings);

        // What is read side by side is told in any order.
        assertThat(withoutNumbers(disturbed.err()).lines())
                .containsExactlyInAnyOrderElementsOf(
                        withoutNumbers(undisturbed.err()).lines().toList());
        assertThat(withoutNumbers(disturbed.out())).isEqualTo(withoutNumbers(undisturbed.out()));
        assertThat(disturbed.exitCode()).isZero();
        assertThat(relationsElsewhere()).isEmpty();
        assertThat(host()).isNotBlank().isNotEqualTo("another-host");
    }

    /** What the user tells Java is another matter. */
    @Test
    void optionsOfJavaRemainTheUsers() {
        try (TemporaryFolder folder = TemporaryFolder.create("rollcall-surroundings")) {
            CommandResult told = ProgramCommand.java(folder.path(), "-Dlogging.level.org.springframework.jdbc=debug")
                    .with(cli.environment())
                    .run("sync", "acme")
                    .isDone();

            assertThat(told.err()).contains(" DEBUG ");
        }
    }

    @Test
    void emptyVariableCountsAsNotGiven() {
        try (TemporaryFolder folder = TemporaryFolder.create("rollcall-surroundings")) {
            create(folder.resolve("jobs"));
            folder.write("jobs/acme.yaml", cli.jobFile());
            Map<String, String> empty =
                    Map.of("ROLLCALL_JOBS", "", "ROLLCALL_DB_PASSWORD", "", "ROLLCALL_DB_PASSWORD_FILE", "");

            ProgramCommand.java(folder.path())
                    .with(cli.environment())
                    .with(empty)
                    .run("check", "acme")
                    .isDone();
        }
    }

    private static CommandResult sync(Surroundings surroundings) {
        try (TemporaryFolder folder = TemporaryFolder.create("rollcall-surroundings")) {
            surroundings.files().forEach((name, content) -> {
                create(folder.resolve(name).resolveSibling("."));
                folder.write(name, content);
            });
            CommandResult result = ProgramCommand.java(folder.path())
                    .with(cli.environment())
                    .with(surroundings.variables())
                    .run("sync", "acme");
            assertThat(files(folder.path()))
                    .as("files in the working folder")
                    .containsExactlyInAnyOrderElementsOf(surroundings.files().keySet());
            return result;
        }
    }

    private static List<String> relationsElsewhere() {
        return cli.jdbc().sql("""
                        SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                         WHERE n.nspname NOT IN ('directory', 'staging', 'batch', 'information_schema')
                           AND n.nspname NOT LIKE 'pg\\_%'
                        """).query(String.class).list();
    }

    private static String host() {
        return cli.jdbc()
                .sql("SELECT host FROM directory.last_runs")
                .query(String.class)
                .single();
    }

    private static String withoutNumbers(String text) {
        return text.replaceAll("\\b[0-9a-f]{64}\\b", "N").replaceAll("[0-9.]+", "N");
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
