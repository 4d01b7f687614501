package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.answer.PointInTime;
import dev.rollcall.fixture.CommandCall;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.ProgramCommand;
import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.store.snapshot.SnapshotRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code rollcall query} on a source acme, of two snapshots, and people's own queries. */
class QueryCommandTest {
    private static final String HEAD = """
            -- What is this?
            --
            -- Parameters
            --   word text = it  a word
            --
            -- Columns
            --   answer  what it is
            """;

    private final StoreFixture store = new StoreFixture();

    @TempDir
    private Path folder;

    private int source;
    private SnapshotRow first;
    private boolean own;

    @BeforeEach
    void publish() {
        source = store.source("acme");
        first = store.snapshot(source).named("g", "Finance", "ann").publish();
        store.snapshot(source).named("g", "Finance", "ann", "bob").publish();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void withoutANameEveryQueryIsListedWithItsQuestion() {
        CommandResult listed = run("query").isDone();

        assertThat(listed.lines())
                .hasSizeGreaterThanOrEqualTo(26)
                .isSorted()
                .anyMatch(line -> line.matches("members-of-a-group +Who is in a group now\\?"));
        assertThat(listed.err()).isEmpty();
    }

    @Test
    void helpOfAQueryTellsQuestionParametersAndColumns() {
        CommandResult help = run("query", "users-in-many-groups", "--help").isDone();

        assertThat(help.out())
                .startsWith("Usage: rollcall query users-in-many-groups [-hVvq] --source=TEXT")
                .contains("Which users are in more than so many groups now?")
                .contains("--more-than=NUMBER", "; default:", "Columns of the answer:", "group_count", "--timeout");
        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void answerIsATableForPeople() {
        CommandResult answer = run("query", "members-of-a-group", "--source=acme", "--group", "Finance")
                .isDone();

        assertThat(answer.lines()).hasSize(5).last().isEqualTo("(2 rows)");
        assertThat(answer.lines().get(0)).startsWith("group_id  group_name  member_type  member_id");
    }

    @Test
    void answerIsWrittenToAFileWholeOrNotAtAll() throws IOException {
        Path file = folder.resolve("answer.csv");
        Files.writeString(file, "what was there");

        run("query", "freshness", "--format=csv", "-o", file.toString()).isDone();
        assertThat(file).content().startsWith("source,provider,").contains("\"acme\",\"aws\",\"d-acme\"");

        run(
                        "query",
                        "members-of-a-group-as-of",
                        "--source=acme",
                        "--group=g",
                        "--as-of=2001-01-01",
                        "-o",
                        file.toString())
                .endsWith(6);
        assertThat(file).content().contains("\"acme\"");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "query member | there is no query 'member': did you mean members-of-a-group or",
                "query xyz | 'rollcall query' lists them",
                "query largest-groups | --source",
                "query largest-groups --source=acme --top=many | 'many' is no whole number",
                "query largest-groups --source=acme --top=-1 | LIMIT must not be negative",
                "query largest-groups --source=acne | did you mean acme?",
                "query largest-groups --source=acme --tops=1 | --tops",
                "query coverage-as-of --as-of=soon | 'soon' is no time",
                "query coverage-as-of --as-of=2999-01-01 | is after now",
                "query joined-and-left --source=acme --from=now --to=2020-01-01 | --from is after --to",
                "query freshness --format=xml | table, csv, json, jsonl",
                "query freshness --csv-formulas=drop | escape, keep",
                "query freshness --timeout=soon | expected a duration such as",
                "query freshness -o /nowhere/answer | no such folder",
                "query --format=csv freshness | --format"
            })
    void badInputIsOneLine(String line, String expected) {
        run(line.split(" ")).isRefused(2, expected);
    }

    @Test
    void timeIsToldInFullAndOneThatIsNotCoveredEndsWithItsOwnCode() {
        assertThat(run("query", "coverage-as-of", "--as-of", "2026-01-01 12:00")
                        .isDone()
                        .err())
                .isEqualTo("rollcall: --as-of 2026-01-01T12:00:00.000000Z\n");
        run("query", "members-of-a-group-as-of", "--source=acme", "--group=g", "--as-of=2001-01-01")
                .isRefused(
                        6,
                        "nothing is known of source acme as of 2001-01-01T00:00:00.000000Z; its history is known from");
        run("query", "members-of-a-group-as-of", "--source=acme", "--group=g", "--as-of=now")
                .isDone();
    }

    @Test
    void spanIsCutToWhatIsKnownAndSaysSo() {
        CommandResult cut = run("query", "joined-and-left", "--source=acme", "--from=2001-01-01")
                .isDone();

        assertThat(cut.err())
                .contains("--from 2001-01-01T00:00:00.000000Z\n", "--to ")
                .contains("--from is cut to " + PointInTime.format(Objects.requireNonNull(first.publishedAt()))
                        + ": nothing is known of source acme before");
        assertThat(cut.out()).contains("member-joined", "bob");
        run("query", "joined-and-left", "--source=acme", "--from=2001-01-01", "--to=2001-02-01")
                .isRefused(6, "nothing is known of source acme from 2001-01-01T00:00:00.000000Z to");
        assertThat(run("query", "groups-without-change", "--source=acme", "--since=2001-01-01")
                        .isDone()
                        .err())
                .contains("--since is cut to");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "members-of-a-group --group=Finanse | no group of source acme ever had the id or name 'Finanse'",
                "access-review --group=finance | no group of source acme ever had the id or name 'finance'",
                "groups-of-a-user --user=anne | no member or user of source acme ever had the id, user name or e-mail"
                        + " address 'anne'",
                "groups-of-a-user-over-time --user=anne | address 'anne'"
            })
    void answerWithoutRowsSaysThatNobodyEverHadTheName(String line, String expected) {
        CommandResult answer =
                run(("query " + line + " --source=acme").split(" ")).isDone();

        assertThat(answer.out()).endsWith("(0 rows)\n");
        assertThat(answer.err()).startsWith("rollcall: ").contains(expected).hasLineCount(1);
    }

    @Test
    void answerWithoutRowsAboutSomebodyWhoIsKnownSaysNothingMore() {
        store.snapshot(source).named("g", "Finance", "bob").publish();

        CommandResult answer =
                run("query", "groups-of-a-user", "--source=acme", "--user=ann").isDone();

        assertThat(answer.out()).endsWith("(0 rows)\n");
        assertThat(answer.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's", "'; DROP TABLE x; --", "$$", "?", "@file", "a\\b", "", "\"", ":'word'", "営業"})
    void valueIsBoundAndNeverPasted(String value) throws IOException {
        own("own.sql", HEAD + "SELECT :'word'::text || ' ' || $x$:'word' ?$x$ || E'\\':\\'' AS answer;");

        assertThat(run("query", "own", "--word=" + value, "--format=jsonl")
                        .isDone()
                        .out())
                .isEqualTo("{\"answer\":\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + " :'word' ?':'\"}\n");
    }

    @Test
    void ownQueryIsListedAndHasItsDefaults() throws IOException {
        own("own.sql", "\ufeff" + HEAD.replace("\n", "\r\n") + "SELECT :'word'::text AS answer\r\n");

        assertThat(run("query").isDone().out()).contains("own").contains("What is this?");
        assertThat(run("query", "own", "--format=jsonl").isDone().out()).isEqualTo("{\"answer\":\"it\"}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INSERT INTO directory.gap (source) VALUES (1) RETURNING :'word'::text AS answer"
                        + " | own.sql: cannot execute INSERT in a read-only transaction",
                "SELECT set_config('transaction_read_only', 'off', :'word' = 'it') AS answer | own.sql: transaction",
                "SELECT answer FROM nowhere WHERE :'word' = 'x' | own.sql:8: relation \"nowhere\" does not exist",
                "SELECT\\n :'word'::bigint AS answer | own.sql: invalid input syntax for type bigint: \"it\"",
                "SELECT\\n\\n 1 +:'word' AS anser | own.sql",
                "SELECT :'word'::text AS anser | own.sql: the statement gives the columns anser; its head names answer",
                "SET ROLE :'word' | own.sql:8: syntax error",
                "SELECT :'word' AS answer; DELETE FROM directory.gap | own.sql:8: a query is one statement",
                "SELECT 1/length(left(:'word', 0)) AS answer | own.sql: division by zero"
            })
    void ownQueryThatIsWrongIsToldWithItsFile(String sql, String expected) throws IOException {
        own("own.sql", HEAD + sql.replace("\\n", "\n"));

        run("query", "own").isRefused(2, expected);
    }

    @Test
    void ownQueryMayNotHaveABuiltInName() throws IOException {
        own("freshness.sql", HEAD + "SELECT :'word' AS answer");

        run("query", "gaps").isRefused(2, "freshness.sql: there is a query of that name built in");
        run("query").isRefused(2, "freshness.sql");
    }

    @Test
    void folderAndFilesHaveToBeReadable() throws IOException {
        own = true;
        Files.write(Files.createDirectories(queries()).resolve("own.sql"), new byte[] {'-', '-', ' ', (byte) 0xE4});

        run("query", "own").isRefused(2, "own.sql: expected UTF-8");
        run("query").isRefused(2, "own.sql: expected UTF-8");
        Files.delete(queries().resolve("own.sql"));
        Files.delete(queries());
        run("query").isRefused(2, "the folder of queries, ROLLCALL_QUERIES, can't be read: no such folder");
    }

    @Test
    void whatTakesLongerThanItMayIsGivenUp() throws IOException {
        own("own.sql", HEAD + "SELECT :'word' || pg_sleep(60)::text AS answer");

        run("query", "own", "--timeout=50ms").isRefused(1, "query own took longer than --timeout permits");
    }

    @Test
    void manySlicesTogetherMayNotTakeLongerEither() throws IOException {
        own(
                "own.sql",
                HEAD + "SELECT :'word' || pg_sleep(0.001)::text || n AS answer FROM generate_series(1, 100000) n");

        run("query", "own", "--timeout=1500ms", "-o", folder.resolve("answer").toString())
                .isRefused(1, "query own took longer than --timeout permits");
        assertThat(folder.resolve("answer")).doesNotExist();
    }

    @Test
    void membershipOfAVanishedUserTellsTheLastName() {
        int other = store.source("other");
        store.snapshot(other).group("g", "eve").users("ann", "eve").publish();
        store.snapshot(other).group("g", "eve").users("ann").publish();

        assertThat(run("query", "memberships-of-vanished-users", "--source=other", "--format=jsonl")
                        .isDone()
                        .lines())
                .hasSize(1)
                .first()
                .asString()
                .contains("\"user_id\":\"eve\",\"last_user_name\":\"name of eve\"", "\"vanished_at\":\"20");
    }

    @Test
    void signalEndsAQueryAndCancelsItInTheDatabase() throws Exception {
        own("own.sql", HEAD + "SELECT :'word' || pg_sleep(600)::text AS answer");
        ProgramCommand java = ProgramCommand.java(folder)
                .with(store.environment())
                .with(Map.of("ROLLCALL_QUERIES", queries().toString()));
        List<String> line = new ArrayList<>(java.command());
        line.addAll(List.of("query", "own"));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().putAll(java.environment());
        Process process = builder.start();
        try {
            await(() -> sleeping() == 1);
            process.destroy();

            assertThat(process.waitFor()).isEqualTo(143);
            assertThat(folder.resolve("output")).content().contains("stopped by a signal");
            await(() -> sleeping() == 0);
        } finally {
            process.destroyForcibly();
        }
    }

    private long sleeping() {
        return Long.parseLong(String.valueOf(store.value("""
                SELECT count(*) FROM pg_stat_activity
                 WHERE query LIKE '%pg_sleep(600)%' AND state = 'active' AND pid <> pg_backend_pid()
                   AND datname = current_database()
                """)));
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(condition::getAsBoolean);
    }

    /** The example of the document, as it stands there. */
    @Test
    void documentedExampleIsAQuery() throws IOException {
        String document = Files.readString(Path.of("db", "queries", "README.md"));
        int from = document.indexOf("```\n-- Who") + "```\n".length();
        own("many.sql", document.substring(from, document.indexOf("```", from)));

        assertThat(run("query", "many", "--source=acme", "--members=2", "--format=jsonl")
                        .isDone()
                        .lines())
                .hasSize(2)
                .first()
                .isEqualTo("{\"group_id\":\"g\",\"group_name\":\"Finance\",\"user_name\":null}");
    }

    private Path queries() {
        return folder.resolve("queries");
    }

    private void own(String name, String text) throws IOException {
        own = true;
        Files.writeString(Files.createDirectories(queries()).resolve(name), text);
    }

    private CommandResult run(String... args) {
        Map<String, String> environment = new HashMap<>(store.environment());
        if (own) {
            environment.put("ROLLCALL_QUERIES", queries().toString());
        }
        return CommandCall.run(environment, args);
    }
}
