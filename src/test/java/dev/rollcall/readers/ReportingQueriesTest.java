package dev.rollcall.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.rollcall.answer.query.ParameterType;
import dev.rollcall.answer.query.Queries;
import dev.rollcall.answer.query.QueryParameter;
import dev.rollcall.fixture.CommandCall;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.MigratedDatabase;
import dev.rollcall.postgres.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** Every file of {@code db/queries}, on the rows of {@code reporting-fixture.sql}, answers {@link ReportingExample}s. */
class ReportingQueriesTest {
    private static final String[] READERS_CONTRACT = {
        "directory.groups",
        "directory.memberships",
        "directory.users",
        "directory.changes",
        "directory.snapshots",
        "directory.gaps",
        "directory.freshness",
        "directory.groups_as_of",
        "directory.memberships_as_of",
        "directory.users_as_of",
        "directory.coverage",
        "directory.group_periods",
        "directory.membership_periods",
        "directory.user_periods",
        "directory.was_member"
    };

    private static final TestDatabase DATABASE = MigratedDatabase.create();

    @BeforeAll
    static void publishKnownData() throws SQLException {
        try (Connection connection = DATABASE.dataSource().getConnection()) {
            ScriptUtils.executeSqlScript(
                    connection, new ClassPathResource("reporting-fixture.sql", ReportingQueriesTest.class));
        }
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    static Stream<ReportingExample> examples() {
        return ReportingExample.all().stream();
    }

    static List<String> files() throws IOException {
        return ReportingQuery.names();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void answersWhatIsKnown(ReportingExample example) throws Exception {
        String statement = ReportingQuery.named(example.file()).with(example.values());

        assertThat(ask(statement)).isEqualTo(example.answer());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void answersTheSameThroughPsql(ReportingExample example, @TempDir Path folder) throws Exception {
        assumeTrue(isOnPath("psql"), "there is no psql on the PATH");
        Path output = folder.resolve("output");
        List<String> line = new ArrayList<>(List.of(
                "psql",
                "-X",
                "-q",
                "-A",
                "-P",
                "footer=off",
                "-P",
                "null=-",
                "-v",
                "ON_ERROR_STOP=1",
                "-f",
                ReportingQuery.FOLDER.resolve(example.file()).toString()));
        example.values().forEach((name, value) -> line.addAll(List.of("-v", name + "=" + value)));

        ProcessBuilder psql = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        psql.environment().keySet().removeIf(name -> name.startsWith("PG"));
        psql.environment().putAll(connection());
        int exitCode = psql.start().waitFor();

        assertThat(withoutAge(Files.readString(output))).isEqualTo(example.answer());
        assertThat(exitCode).isZero();
    }

    /** Without a zone a time counts in UTC here, in the session's zone there. */
    @ParameterizedTest
    @MethodSource("examples")
    void answersTheSameThroughRollcall(ReportingExample example) throws Exception {
        List<String> line = new ArrayList<>(List.of("query", example.name(), "--format", "csv"));
        for (QueryParameter parameter :
                ReportingQuery.named(example.file()).head().parameters()) {
            String value = Objects.requireNonNull(example.values().get(parameter.name()));
            line.add(parameter.option() + "="
                    + (parameter.type() == ParameterType.TIME ? DatabaseTime.zoned(value) : value));
        }
        CommandResult answered = CommandCall.run(environment(), line.toArray(String[]::new));

        if (example.answer().lines().count() == 1 && answered.exitCode() == 6) {
            assertThat(answered.err()).contains("nothing is known of source");
            return;
        }
        assertThat(answered.exitCode()).as(answered.err()).isZero();
        assertThat(rows(answered.out()))
                .isEqualTo(DatabaseTime.inUtc(example.answer()).lines().toList());
    }

    @ParameterizedTest
    @MethodSource("files")
    void describesItselfAndHasAnExample(String file) throws Exception {
        ReportingQuery query = ReportingQuery.named(file);
        List<ReportingExample> examples =
                examples().filter(example -> example.file().equals(file)).toList();

        assertThat(query.head().question()).isNotEmpty().hasSizeLessThanOrEqualTo(120);
        assertThat(query.parameters()).containsExactlyInAnyOrderElementsOf(query.variables());
        assertThat(examples).isNotEmpty().allSatisfy(example -> {
            assertThat(example.values()).containsOnlyKeys(query.variables());
            assertThat(example.columns()).containsExactlyElementsOf(query.columns());
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void readsTheReadersContractOnlyAndInAnOrder(String file) throws Exception {
        ReportingQuery query = ReportingQuery.named(file);

        assertThat(query.relations()).isNotEmpty().isSubsetOf(READERS_CONTRACT);
        assertThat(query.text()).contains("\n ORDER BY ");
    }

    @ParameterizedTest
    @MethodSource("files")
    void isPackaged(String file) {
        assertThat(new ClassPathResource("db/queries/" + file).exists()).isTrue();
    }

    /** {@code -Drollcall.write-docs=true} writes the table anew. */
    @Test
    void tableOfQueriesSaysWhatTheirHeadsSay() throws Exception {
        Path file = ReportingQuery.FOLDER.resolve("README.md");
        String readme = Files.readString(file);
        String current = QueryTable.of(new Queries(null).all()).replacedIn(readme);
        if (Boolean.getBoolean("rollcall.write-docs")) {
            Files.writeString(file, current);
            return;
        }

        assertThat(readme)
                .as("%s is out of date: ./mvnw -q test -Dtest=ReportingQueriesTest -Drollcall.write-docs=true", file)
                .isEqualTo(current);
    }

    @Test
    void everyExampleHasItsFile() throws Exception {
        assertThat(examples().map(ReportingExample::file)).isSubsetOf(files());
    }

    /** CSV as psql prints it without alignment. */
    private static List<String> rows(String csv) throws IOException {
        String marked = csv.replaceAll("(?m)(?<![^,\\n])\"\"(?![^,\\r])", "\"(empty)\"");
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(marked)) {
            return reader.stream()
                    .map(record -> record.getFields().stream()
                            .map(cell -> cell.isEmpty() ? "-" : cell.replace("(empty)", ""))
                            .collect(Collectors.joining("|")))
                    .map(row -> row.replaceAll("\\|\\d{6,}(?=\\|)", "|AGE"))
                    .toList();
        }
    }

    private static Map<String, String> environment() {
        return Map.of(
                "ROLLCALL_DB_URL", DATABASE.url(),
                "ROLLCALL_DB_USER", DATABASE.user(),
                "ROLLCALL_DB_PASSWORD", DATABASE.password());
    }

    /** The answer as psql prints it without alignment: names, then rows, and {@code -} for null. */
    private static String ask(String sql) throws SQLException {
        try (Connection connection = DATABASE.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            ResultSetMetaData columns = rows.getMetaData();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnLabel(i));
            }
            StringBuilder answer = new StringBuilder(String.join("|", names)).append('\n');
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= names.size(); i++) {
                    row.add(Objects.requireNonNullElse(rows.getString(i), "-"));
                }
                answer.append(String.join("|", row)).append('\n');
            }
            return withoutAge(answer.toString());
        }
    }

    /** An age is another at every call. */
    private static String withoutAge(String answer) {
        return answer.replaceAll("\\|(-?\\d+ (years?|mons?|days?) )*-?\\d\\d:\\d\\d:\\d\\d(?=\\|)", "|AGE");
    }

    private static Map<String, String> connection() {
        URI url = URI.create(DATABASE.url().substring("jdbc:".length()));
        return Map.of(
                "PGHOST", url.getHost(),
                "PGPORT", url.getPort() < 0 ? "5432" : Integer.toString(url.getPort()),
                "PGDATABASE", url.getPath().substring(1),
                "PGUSER", DATABASE.user(),
                "PGPASSWORD", DATABASE.password(),
                "PGCLIENTENCODING", "UTF8",
                "PGTZ", TestDatabase.TIME_ZONE);
    }

    private static boolean isOnPath(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
