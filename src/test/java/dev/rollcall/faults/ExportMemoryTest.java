package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.answer.export.ExportFormat;
import dev.rollcall.fixture.CommandResult;
import dev.rollcall.fixture.MigratedDatabase;
import dev.rollcall.fixture.ProgramCommand;
import dev.rollcall.postgres.DatabaseEnvironment;
import dev.rollcall.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An export of two million memberships, some thousand in a short suite, needs no more memory than one of a few. */
@Tag("faults")
class ExportMemoryTest {
    private static final int GROUPS = SuiteSize.of(500, 5_000, 50_000);
    private static final int MEMBERS_OF_A_GROUP = 40;
    private static final int USERS = 4 * GROUPS;
    private static final long MEMBERSHIPS = (long) GROUPS * MEMBERS_OF_A_GROUP;

    private static final TestDatabase database = MigratedDatabase.create();

    @TempDir
    Path folder;

    @BeforeAll
    static void fill() {
        JdbcClient jdbc = JdbcClient.create(database.dataSource());
        for (String statement : """
                INSERT INTO directory.source (name, provider, identity_store_id) VALUES ('acme', 'aws', 'd-1234567890');
                INSERT INTO directory.snapshot (source, outcome, published_at, rollcall_version)
                VALUES (1, 'published', now(), 'test');
                INSERT INTO directory.principal (source, name)
                SELECT 1, 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin/maker' || i
                  FROM generate_series(1, 50) i;
                INSERT INTO directory.group_key (source, group_id)
                SELECT 1, gen_random_uuid() FROM generate_series(1, :groups);
                INSERT INTO directory.member_key (source, member_type, member_id)
                SELECT 1, 'user', gen_random_uuid() FROM generate_series(1, :users);
                INSERT INTO directory.groups_history (valid_from, group_no, begins, members_read, display_name,
                    description, external_ids, created_at, created_by)
                SELECT n.published_at, k.no, 'k', true, 'Département ' || k.no, 'What group ' || k.no || ' is for',
                       '[{"issuer": "https://idp.example", "id": "x"}]', now() - k.no * interval '1 minute', 1 + k.no % 50
                  FROM directory.group_key k, directory.snapshot n;
                INSERT INTO directory.users_history (valid_from, user_no, begins, user_name, display_name, email, status,
                    external_ids)
                SELECT n.published_at, k.no, 'k', 'user' || k.no, 'Somebody Nr. ' || k.no, 'user' || k.no || '@example.org',
                       'enabled', '[]'
                  FROM directory.member_key k, directory.snapshot n;
                INSERT INTO directory.memberships_history (valid_from, group_no, member_no, begins, membership_id,
                    created_at, created_by)
                SELECT n.published_at, g, 1 + (g * 37 + m * 7919) % :users, 'k', gen_random_uuid(),
                       now() - (g + m) * interval '1.000001 second', 1 + g % 50
                  FROM generate_series(1, :groups) g, generate_series(1, :members) m, directory.snapshot n;
                ANALYZE
                """.split(";", -1)) {
            int unused = jdbc.sql(statement)
                    .param("groups", GROUPS)
                    .param("users", USERS)
                    .param("members", MEMBERS_OF_A_GROUP)
                    .update();
        }
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyFormatWritesThemWithin64MegabytesOfHeap(ExportFormat format) throws IOException, SQLException {
        long begun = System.nanoTime();
        CommandResult ran = ProgramCommand.java(folder, "-Xmx64m")
                .with(DatabaseEnvironment.of(database.url(), database.user(), database.password()))
                .run("export", "acme", "--to", "out", "--format", format.toString(), "--as-of", "now")
                .isDone();
        System.out.printf(
                Locale.ROOT,
                "export, %s: %,d memberships in %.1f s, %,d bytes%n",
                format,
                MEMBERSHIPS,
                (System.nanoTime() - begun) / 1e9,
                Files.size(folder.resolve("out/acme/memberships." + format)));

        assertThat(ran.out()).contains(String.format(Locale.ROOT, "%,d memberships", MEMBERSHIPS));
        JsonNode files = JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("out/acme/manifest.json")))
                .get("files");
        assertThat(IntStream.range(0, 3).mapToObj(i -> files.get(i).get("rows").asLong()))
                .containsExactly((long) GROUPS, MEMBERSHIPS, (long) USERS);
        if (format == ExportFormat.PARQUET) {
            assertThat(duck("SELECT count(DISTINCT membership_id) FROM read_parquet('"
                            + folder.resolve("out/acme/memberships.parquet") + "')"))
                    .isEqualTo(MEMBERSHIPS);
        }
    }

    private static long duck(String sql) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
