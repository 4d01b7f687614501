package dev.rollcall.answer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.answer.KnownSources;
import dev.rollcall.answer.NotCoveredException;
import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.export.Export.Exported;
import dev.rollcall.answer.export.ExportOptions.Changes;
import dev.rollcall.answer.format.FormulaCells;
import dev.rollcall.database.Database;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.fixture.StoreFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is exported is what readers see, in every format. */
class ExportTest {
    /** Names as someone might give them to a group: a formula, quotes, lines, other scripts, direction, nothing. */
    private static final List<String> HOSTILE = List.of(
            "=HYPERLINK(\"http://x\")",
            "'=1+1",
            "''+x",
            "\u200b@x",
            "-1",
            "\tx",
            "\r\nx",
            "a\"b\"",
            "a,b;c",
            "line\nbreak",
            "\u202egnp.exe",
            "</script>",
            "人力资源部",
            "قسم",
            "👩‍👩‍👧",
            "\u0001",
            "＝x",
            "'",
            "",
            " ",
            "null",
            "NULL",
            "\\N");

    @TempDir
    Path folder;

    private final StoreFixture store = new StoreFixture();
    private int acme;

    @BeforeEach
    void publish() {
        acme = store.source("acme");
        StoreFixture.Staged first = store.snapshot(acme);
        for (int i = 0; i < HOSTILE.size(); i++) {
            first.named("g" + i, HOSTILE.get(i), "ann", "bob", "cat");
            store.execute(
                    "UPDATE staging.groups SET description = ? WHERE snapshot = ? AND group_id = ?",
                    HOSTILE.get(HOSTILE.size() - 1 - i),
                    first.id,
                    "g" + i);
        }
        first.alter(
                "g1", "external_ids = '[{\"id\": \"a\\\"\\u202e=b\", \"issuer\": null}]', created_at = '0800-01-01'");
        first.member("g2", "service", "robot", "m-robot")
                .gap("never read")
                .users("ann", "bob")
                .tolerateAllGaps();
        first.publish();
        second().publish();
    }

    /** Some joined, bob left two groups, the robot another, and a group has another name. */
    private StoreFixture.Staged second() {
        StoreFixture.Staged second = store.snapshot(acme);
        for (int i = 0; i < HOSTILE.size(); i++) {
            String[] members = i < 2 ? new String[] {"ann", "cat"} : new String[] {"ann", "bob", "cat", "dan"};
            second.named("g" + i, i == 3 ? "another name" : HOSTILE.get(i), members);
        }
        return second.gap("never read").users("ann", "dan").tolerateAllGaps();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @EnumSource
    void filesAreTheViews(ExportFormat format) {
        export(options(format, null, false, new Changes(null, null, false)), "acme");

        isView("groups", format, "SELECT * FROM directory.groups ORDER BY group_id");
        isView("memberships", format, "SELECT * FROM directory.memberships ORDER BY group_id, member_type, member_id");
        isView("users", format, "SELECT * FROM directory.users ORDER BY user_id");
        isView("changes", format, """
                SELECT * FROM directory.changes
                 ORDER BY changed_at, group_id, member_type, member_id, kind DESC
                """);
    }

    @ParameterizedTest
    @EnumSource
    void filesAreTheViewsAsOfATime(ExportFormat format) {
        Instant at = published("min");
        export(options(format, at, false, null), "acme");

        String t = "'" + at + "'";
        isView("groups", format, "SELECT * FROM directory.groups_as_of(" + t + ") ORDER BY group_id");
        isView(
                "memberships",
                format,
                "SELECT * FROM directory.memberships_as_of(" + t + ") ORDER BY group_id, member_type, member_id");
        isView("users", format, "SELECT * FROM directory.users_as_of(" + t + ") ORDER BY user_id");
        assertThat(manifest("acme").get("as_of").asString()).isEqualTo(PointInTime.format(at));
    }

    @ParameterizedTest
    @EnumSource
    void filesAreEveryPeriod(ExportFormat format) {
        export(options(format, null, true, null), "acme");

        isView("groups", format, "SELECT * FROM directory.group_periods ORDER BY group_id, valid_from");
        isView("memberships", format, """
                SELECT * FROM directory.membership_periods ORDER BY group_id, member_type, member_id, valid_from
                """);
        isView("users", format, "SELECT * FROM directory.user_periods ORDER BY user_id, valid_from");
    }

    @Test
    void textInCsvStaysAsItIsWhereAProgramReadsIt() throws IOException {
        export(new ExportOptions(folder, ExportFormat.CSV, FormulaCells.KEEP, null, false, null), "acme");

        assertThat(Files.readString(folder.resolve("acme/groups.csv"))).contains("\"=HYPERLINK(\"\"http://x\"\")\"");
        assertThat(manifest("acme").get("csv_formulas").asString()).isEqualTo("keep");
    }

    @Test
    void parquetHasTypesAndSaysWhatIsNeverNull() throws SQLException {
        export(options(ExportFormat.PARQUET, null, true, new Changes(null, null, false)), "acme");

        assertThat(parquetColumns("groups"))
                .contains(
                        "source BYTE_ARRAY REQUIRED StringType()",
                        "display_name BYTE_ARRAY OPTIONAL StringType()",
                        "external_ids BYTE_ARRAY REQUIRED JsonType()",
                        "members_read BOOLEAN REQUIRED null",
                        "valid_from INT64 REQUIRED TimestampType(isAdjustedToUTC=1, unit=TimeUnit(MILLIS=<null>,"
                                + " MICROS=MicroSeconds(), NANOS=<null>))")
                .anyMatch(column -> column.startsWith("valid_to INT64 OPTIONAL TimestampType(isAdjustedToUTC=1"));
        assertThat(parquetColumns("changes"))
                .contains(
                        "snapshot_id INT64 REQUIRED null",
                        "group_id BYTE_ARRAY OPTIONAL StringType()",
                        "before BYTE_ARRAY OPTIONAL JsonType()");
        assertThat(duck("SELECT DISTINCT compression FROM parquet_metadata('" + file("memberships", "parquet") + "')"))
                .containsExactly("GZIP");
    }

    /** A column that readers are told is never null must be one that the tables forbid to be null. */
    @Test
    void whatParquetSaysIsNeverNullIsNeverNull() {
        for (List<Dataset> datasets :
                List.of(Dataset.now("acme"), Dataset.asOf("acme", published("max")), Dataset.history("acme"))) {
            for (Dataset dataset : datasets) {
                var rows = ExportedRows.ofDatabase(store.jdbc, dataset.sql(), dataset.parameters());
                for (int i = 0; i < rows.columns().size(); i++) {
                    String column = rows.columns().get(i).name();
                    int at = i;
                    if (dataset.neverNull().contains(column)) {
                        assertThat(rows.rows().rows())
                                .as(dataset.name() + "." + column)
                                .allMatch(row -> row.get(at) != null);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void sameStateGivesTheSameBytes(ExportFormat format) throws IOException {
        Instant at = published("max");
        export(options(format, at, false, null), "acme");
        String first = hash(file("memberships", format.toString()));
        export(options(format, at, false, null), "acme");

        assertThat(hash(file("memberships", format.toString()))).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource
    void manifestTellsWhereFromAsOfWhenAndEachHash(ExportFormat format) throws IOException {
        Exported exported = export(options(format, null, false, new Changes(null, null, false)), "acme")
                .get(0);

        JsonNode manifest = manifest("acme");
        assertThat(manifest.propertyNames())
                .containsExactly(
                        "rollcall_version",
                        "source",
                        "provider",
                        "identity_store_id",
                        "as_of",
                        "snapshot_id",
                        "link",
                        "csv_formulas",
                        "files");
        assertThat(manifest.get("source").asString()).isEqualTo("acme");
        assertThat(manifest.get("provider").asString()).isEqualTo("aws");
        assertThat(manifest.get("identity_store_id").asString()).isEqualTo("d-acme");
        assertThat(manifest.get("snapshot_id").asLong())
                .isEqualTo(Long.parseLong(String.valueOf(store.value("SELECT max(id) FROM directory.snapshot"))));
        assertThat(manifest.get("csv_formulas").isNull()).isEqualTo(format != ExportFormat.CSV);
        assertThat(manifest.get("files")).hasSize(4);
        for (JsonNode file : manifest.get("files")) {
            assertThat(file.propertyNames()).containsExactly("name", "rows", "sha256");
            assertThat(file.get("sha256").asString())
                    .isEqualTo(
                            hash(folder.resolve("acme").resolve(file.get("name").asString())));
        }
        assertThat(manifest.get("files").get(1).get("rows").asLong())
                .isEqualTo(exported.files().get(1).rows())
                .isEqualTo(Long.parseLong(String.valueOf(store.value("SELECT count(*) FROM directory.memberships"))));
    }

    @Test
    void allFilesOfAllSourcesAreOfOneState() {
        int beta = store.source("beta");
        store.snapshot(beta).group("b", "bea").users("bea").publish();
        ExportListener publishing = new ExportListener() {
            @Override
            public void begun(String source, String dataset) {
                if (dataset.equals("memberships")) {
                    second().member("g0", "user", "zoe", "m-zoe").publish();
                    store.snapshot(beta)
                            .group("b", "bea", "zoe")
                            .users("bea", "zoe")
                            .publish();
                }
            }

            @Override
            public void row() {}
        };
        try (Database database = store.open();
                ReadSession session = ReadSession.open(database)) {
            List<Exported> exported = new Export(session, options(ExportFormat.CSV, null, false, null), publishing)
                    .of(List.of("acme", "beta"));

            assertThat(exported.get(1).files()).extracting(ExportedFile::rows).containsExactly(1L, 1L, 1L);
            assertThat(manifest("acme").get("as_of")).isEqualTo(manifest("beta").get("as_of"));
        }
    }

    @Test
    void nothingIsWrittenWhereNothingWasKnown() {
        Instant before = published("min").minusSeconds(1);
        store.source("never-published");

        assertThatThrownBy(() -> export(options(ExportFormat.CSV, before, false, null), "acme"))
                .isInstanceOf(NotCoveredException.class)
                .hasMessageContaining("nothing is known of source acme as of ")
                .hasMessageContaining("its history is known from ");
        assertThatThrownBy(() -> export(options(ExportFormat.CSV, null, true, null), "acme", "never-published"))
                .isInstanceOf(NotCoveredException.class)
                .hasMessageContaining("nothing is known of source never-published")
                .hasMessageContaining("nothing was ever published of it");
        assertThatThrownBy(
                        () -> export(options(ExportFormat.CSV, null, false, new Changes(null, before, false)), "acme"))
                .isInstanceOf(NotCoveredException.class)
                .hasMessageContaining("nothing is known of changes before");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void retiredSourceHasAPastAndNoPresence() {
        store.execute("UPDATE directory.snapshot SET retired_at = published_at + interval '1 microsecond' WHERE id ="
                + " (SELECT max(id) FROM directory.snapshot)");
        store.execute("UPDATE directory.source SET retired_at = (SELECT max(retired_at) FROM directory.snapshot)");

        assertThatThrownBy(() -> export(options(ExportFormat.CSV, null, false, null), "acme"))
                .isInstanceOf(NotCoveredException.class);
        assertThat(export(options(ExportFormat.CSV, published("min"), false, null), "acme"))
                .hasSize(1);
        assertThat(export(options(ExportFormat.CSV, null, true, null), "acme")).hasSize(1);
    }

    @Test
    void allLeavesOutWhatIsNotKnownAndTells() {
        Instant at = published("max");
        store.snapshot(store.source("beta")).group("b", "bea").publish();
        List<String> leftOut = new ArrayList<>();

        assertThat(all(options(ExportFormat.JSONL, at, false, null), leftOut))
                .extracting(exported -> exported.source().name())
                .containsExactly("acme");
        assertThat(leftOut).containsExactly("beta");
        assertThat(folder.resolve("beta")).doesNotExist();
        assertThat(all(options(ExportFormat.JSONL, null, false, null), new ArrayList<>()))
                .hasSize(2);
    }

    @Test
    void folderThatCannotBeWrittenIsToldBeforeAnythingIsRead() throws IOException {
        Files.writeString(folder.resolve("acme"), "a file");

        assertThatThrownBy(() -> export(options(ExportFormat.CSV, null, false, null), "acme"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("acme: is a file, not a folder");
    }

    @Test
    void nameOfASourceLeadsOutOfNoFolder() {
        store.execute("UPDATE directory.source SET name = '../acme'");

        assertThatThrownBy(() -> export(options(ExportFormat.CSV, null, false, null), "../acme"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no folder can be named so");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void exportThatFailsLeavesTheFormerFiles() throws IOException {
        export(options(ExportFormat.PARQUET, null, false, null), "acme");
        String before = hash(file("memberships", "parquet"));
        ExportListener failing = new ExportListener() {
            private boolean memberships;

            @Override
            public void begun(String source, String dataset) {
                memberships = dataset.equals("memberships");
            }

            @Override
            public void row() {
                if (memberships) {
                    throw new IllegalStateException("killed");
                }
            }
        };
        try (Database database = store.open();
                ReadSession session = ReadSession.open(database)) {
            assertThatThrownBy(() -> new Export(session, options(ExportFormat.PARQUET, null, false, null), failing)
                            .of(List.of("acme")))
                    .hasMessage("killed");
        }

        assertThat(hash(file("memberships", "parquet"))).isEqualTo(before);
        try (Stream<Path> files = Files.list(folder.resolve("acme"))) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "groups.parquet", "memberships.parquet", "users.parquet", "manifest.json");
        }
    }

    @Test
    void changesAreBoundedByTheirSpan() {
        Instant second = published("max");
        export(options(ExportFormat.CSV, null, false, new Changes(second, null, false)), "acme");
        long all = rowsOf("changes.csv");
        export(options(ExportFormat.CSV, null, false, new Changes(null, second, false)), "acme");

        assertThat(all).isPositive();
        assertThat(rowsOf("changes.csv")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void monthsThatAreOverAreWrittenOnce(ExportFormat format) throws IOException {
        shiftHistory("65 days");
        ExportOptions options = options(format, null, false, new Changes(null, null, true));
        Exported first = export(options, "acme").get(0);
        NavigableMap<String, Path> months = months(format);
        assertThat(months).hasSizeGreaterThanOrEqualTo(3).hasSize(first.files().size() - 3);
        assertThat(first.kept()).isZero();
        for (Path month : months.values()) {
            Files.setLastModifiedTime(month, java.nio.file.attribute.FileTime.from(Instant.EPOCH));
        }
        Path missing = months.firstEntry().getValue();
        byte[] content = Files.readAllBytes(missing);
        Files.delete(missing);

        Exported again = export(options, "acme").get(0);

        assertThat(Files.readAllBytes(missing)).isEqualTo(content);
        assertThat(again.files().subList(3, again.files().size()))
                .isEqualTo(first.files().subList(3, first.files().size()));
        String second = months.higherKey(months.firstKey());
        assertThat(Files.getLastModifiedTime(months.get(second)).toInstant()).isEqualTo(Instant.EPOCH);
        assertThat(Files.getLastModifiedTime(months.lastEntry().getValue()).toInstant())
                .isAfter(Instant.EPOCH);
        assertThat(manifest("acme").get("files")).hasSize(again.files().size());
        for (ExportedFile file : again.files()) {
            assertThat(hash(folder.resolve("acme").resolve(file.name()))).isEqualTo(file.sha256());
        }
        assertThat(again.files().stream().skip(3).mapToLong(ExportedFile::rows).sum())
                .isEqualTo(Long.parseLong(String.valueOf(store.value("SELECT count(*) FROM directory.changes"))));
    }

    @Test
    void monthsAreWrittenAnewWhereTextsAreToBeWrittenOtherwise() {
        shiftHistory("65 days");
        export(options(ExportFormat.CSV, null, false, new Changes(null, null, true)), "acme");
        Exported again = export(
                        new ExportOptions(
                                folder,
                                ExportFormat.CSV,
                                FormulaCells.KEEP,
                                null,
                                false,
                                new Changes(null, null, true)),
                        "acme")
                .get(0);

        assertThat(again.kept()).isZero();
    }

    @Test
    void monthsOutsideTheSpanStayInTheManifest() {
        shiftHistory("65 days");
        Exported first = export(options(ExportFormat.CSV, null, false, new Changes(null, null, true)), "acme")
                .get(0);
        Exported again = export(options(ExportFormat.CSV, null, false, new Changes(Instant.now(), null, true)), "acme")
                .get(0);

        assertThat(again.files()).extracting(ExportedFile::name).isEqualTo(names(first));
        assertThat(again.kept()).isEqualTo(first.files().size() - 4);
    }

    private static List<String> names(Exported exported) {
        return exported.files().stream().map(ExportedFile::name).toList();
    }

    private ExportOptions options(
            ExportFormat format, @Nullable Instant asOf, boolean history, @Nullable Changes changes) {
        return new ExportOptions(folder, format, FormulaCells.ESCAPE, asOf, history, changes);
    }

    private List<Exported> export(ExportOptions options, String... sources) {
        try (Database database = store.open();
                ReadSession session = ReadSession.open(database)) {
            return new Export(session, options, ExportListener.NONE).of(List.of(sources));
        }
    }

    private List<Exported> all(ExportOptions options, List<String> leftOut) {
        try (Database database = store.open();
                ReadSession session = ReadSession.open(database)) {
            return new Export(session, options, ExportListener.NONE)
                    .ofKnown(new KnownSources(session).current(), leftOut::add);
        }
    }

    private void isView(String name, ExportFormat format, String sql) {
        ExportedRows.Expected expected = ExportedRows.ofDatabase(store.jdbc, sql, Map.of());
        assertThat(expected.rows().rows()).as(sql).isNotEmpty();

        assertThat(ExportedRows.ofFile(file(name, format.toString()), expected.columns()))
                .as(name)
                .isEqualTo(expected.rows());
    }

    private Path file(String name, String ending) {
        return folder.resolve("acme").resolve(name + "." + ending);
    }

    private JsonNode manifest(String source) {
        try {
            return JsonMapper.shared()
                    .readTree(Files.readString(folder.resolve(source).resolve("manifest.json")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private long rowsOf(String name) {
        for (JsonNode file : manifest("acme").get("files")) {
            if (file.get("name").asString().equals(name)) {
                return file.get("rows").asLong();
            }
        }
        throw new AssertionError(name + " is not in the manifest");
    }

    private Instant published(String which) {
        return store.jdbc
                .sql("SELECT " + which + "(published_at) FROM directory.snapshot WHERE source = " + acme)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /** The first snapshot was published some time earlier, and the second a month after it. */
    private void shiftHistory(String by) {
        for (String table : List.of("groups_history", "memberships_history", "users_history")) {
            store.execute("UPDATE directory." + table + " h SET valid_from = valid_from - interval '" + by
                    + "' + CASE WHEN valid_from = (SELECT min(published_at) FROM directory.snapshot) THEN interval '0' ELSE"
                    + " interval '31 days' END, valid_to = valid_to - interval '" + by + "' + interval '31 days'");
        }
        store.execute("UPDATE directory.snapshot SET published_at = published_at - interval '" + by
                + "' + CASE WHEN published_at = (SELECT min(published_at) FROM directory.snapshot) THEN interval '0' ELSE"
                + " interval '31 days' END");
    }

    private NavigableMap<String, Path> months(ExportFormat format) throws IOException {
        NavigableMap<String, Path> months = new TreeMap<>();
        try (Stream<Path> found = Files.list(folder.resolve("changes/source=acme"))) {
            found.forEach(month -> months.put(month.getFileName().toString(), month.resolve("changes." + format)));
        }
        assertThat(months.keySet()).allMatch(month -> month.matches("month=\\d{4}-\\d{2}"));
        return months;
    }

    private static List<String> duck(String sql) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    private List<String> parquetColumns(String name) throws SQLException {
        return duck("SELECT concat_ws(' ', name, type, repetition_type, coalesce(logical_type, 'null')) FROM"
                + " parquet_schema('" + file(name, "parquet") + "')");
    }

    private static String hash(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digest.readAllBytes();
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
