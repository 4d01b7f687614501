package dev.rollcall.answer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.export.Export.Exported;
import dev.rollcall.answer.export.ExportOptions.Changes;
import dev.rollcall.answer.format.Column;
import dev.rollcall.answer.format.ColumnType;
import dev.rollcall.answer.format.FormulaCells;
import dev.rollcall.database.Database;
import dev.rollcall.fixture.StoreFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes in a folder a source and month, for engines that scan: one table, whatever was exported when. */
class ChangesByMonthTest {
    /** Sessions of the tests are in Auckland, where both are of one day. */
    private static final Instant LAST_OF_FEBRUARY = Instant.parse("2026-02-28T23:59:59.999999Z");

    private static final Instant FIRST_OF_MARCH = Instant.parse("2026-03-01T00:00:00Z");

    @TempDir
    Path folder;

    private final StoreFixture store = new StoreFixture();
    private int acme;

    @BeforeEach
    void publish() {
        acme = store.source("acme");
        publish(acme, Instant.parse("2026-01-31T12:00:00Z"), "ann");
        publish(acme, LAST_OF_FEBRUARY, "ann", "bob");
        publish(acme, FIRST_OF_MARCH, "ann", "cat");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void monthsAreThoseOfUtc() {
        Exported exported = export(ExportListener.NONE, "acme").get(0);

        Map<String, Long> rows = new TreeMap<>();
        exported.files().stream()
                .filter(file -> file.name().startsWith("../"))
                .forEach(file -> rows.put(file.name(), file.rows()));
        assertThat(rows)
                .containsEntry("../changes/source=acme/month=2026-01/changes.parquet", 0L)
                .containsEntry("../changes/source=acme/month=2026-02/changes.parquet", 2L)
                .containsEntry("../changes/source=acme/month=2026-03/changes.parquet", 4L)
                .containsKey("../changes/source=acme/month=" + YearMonth.now(ZoneOffset.UTC) + "/changes.parquet")
                .doesNotContainKey("../changes/source=acme/month=2025-12/changes.parquet");
    }

    /** One of the sources has a name that looks like a number. */
    @Test
    void filesOfAllSourcesAndMonthsAreTheViewAsOneTable() throws SQLException {
        int number = store.source("2026");
        publish(number, LAST_OF_FEBRUARY, "ann");
        publish(number, Instant.parse("2026-04-15T02:17:00.5Z"), "bob", "'; DROP TABLE x --");
        export(ExportListener.NONE, "acme", "2026");

        ExportedRows.Expected view = ExportedRows.ofDatabase(store.jdbc, """
                SELECT * FROM directory.changes
                 ORDER BY source COLLATE "C", changed_at, kind COLLATE "C", member_id COLLATE "C"
                """, Map.of());
        assertThat(view.rows().rows()).hasSize(12);
        assertThat(ExportedRows.ofDuck(
                        table("* EXCLUDE (month)") + " ORDER BY source, changed_at, kind, member_id", view.columns()))
                .isEqualTo(view.rows());
        assertThat(ExportedRows.ofDuck(
                                "SELECT count(*) AS elsewhere FROM (" + table("*")
                                        + ") WHERE month <> strftime(changed_at AT TIME ZONE 'UTC', '%Y-%m')",
                                List.of(new Column("elsewhere", ColumnType.NUMBER)))
                        .rows())
                .containsExactly(List.of("0"));
    }

    @Test
    void onlyMissingMonthsThatAreOverAndTheRunningOneAreWritten() throws IOException {
        publish(acme, Instant.now().truncatedTo(ChronoUnit.MICROS), "ann", "dan");
        export(ExportListener.NONE, "acme");
        Path february = month("2026-02");
        byte[] content = Files.readAllBytes(february);
        Files.delete(february);
        Files.writeString(month("2026-03"), "left alone");
        Files.writeString(running(), "replaced");

        Exported again = export(ExportListener.NONE, "acme").get(0);

        assertThat(february).hasBinaryContent(content);
        assertThat(month("2026-03")).hasContent("left alone");
        assertThat(Files.readAllBytes(running())).startsWith('P', 'A', 'R', '1');
        assertThat(again.kept())
                .isEqualTo((int) ChronoUnit.MONTHS.between(YearMonth.of(2026, 1), YearMonth.now(ZoneOffset.UTC)) - 1);
    }

    /** A weekly export may find a month over whose file it wrote a week ago. */
    @Test
    void fileWrittenWhileItsMonthRanIsWrittenAgainOnceThatIsOver() throws IOException {
        export(ExportListener.NONE, "acme");
        byte[] whole = Files.readAllBytes(month("2026-03"));
        wasWritten("2026-03-25T02:00:00.000000Z");
        Files.writeString(month("2026-03"), "without the last week");
        Files.writeString(month("2026-02"), "left alone");

        export(ExportListener.NONE, "acme");

        assertThat(month("2026-03")).hasBinaryContent(whole);
        assertThat(month("2026-02")).hasContent("left alone");
    }

    @Test
    void fileWrittenWhileItsMonthRanIsWrittenAgainAlsoByAnExportOfLaterMonths() throws IOException {
        export(ExportListener.NONE, "acme");
        byte[] whole = Files.readAllBytes(month("2026-03"));
        wasWritten("2026-03-25T02:00:00.000000Z");
        Files.writeString(month("2026-03"), "without the last week");

        export(ExportListener.NONE, Instant.parse("2026-05-01T00:00:00Z"), "acme");

        assertThat(month("2026-03")).hasBinaryContent(whole);
    }

    @Test
    void exportThatFailsLeavesWholeMonths() throws IOException {
        export(ExportListener.NONE, "acme");
        List<Path> before = files();
        byte[] march = Files.readAllBytes(month("2026-03"));
        wasWritten("2026-03-25T02:00:00.000000Z");
        ExportListener failing = new ExportListener() {
            private boolean reached;

            @Override
            public void begun(String source, String dataset) {
                reached = dataset.equals("changes of 2026-03");
            }

            @Override
            public void row() {
                if (reached) {
                    throw new IllegalStateException("killed");
                }
            }
        };

        assertThatThrownBy(() -> export(failing, "acme")).hasMessage("killed");

        assertThat(files()).isEqualTo(before);
        assertThat(month("2026-03")).hasBinaryContent(march);
        assertThat(folder.resolve("acme/manifest.json")).content().contains("2026-03-25T02:00:00.000000Z");
    }

    private void publish(int source, Instant at, String... members) {
        store.snapshot(source).group("g", members).users(members).publish();
        // As if it had been published then.
        OffsetDateTime published = store.jdbc
                .sql("SELECT max(published_at) FROM directory.snapshot WHERE source = ?")
                .param(source)
                .query(OffsetDateTime.class)
                .single();
        OffsetDateTime then = at.atOffset(ZoneOffset.UTC);
        for (String table : List.of("groups_history", "memberships_history", "users_history")) {
            store.execute("UPDATE directory." + table + " SET valid_from = ? WHERE valid_from = ?", then, published);
            store.execute("UPDATE directory." + table + " SET valid_to = ? WHERE valid_to = ?", then, published);
        }
        store.execute("UPDATE directory.snapshot SET published_at = ? WHERE published_at = ?", then, published);
        store.execute("UPDATE directory.link SET at = ? WHERE at = ?", then, published);
    }

    private List<Exported> export(ExportListener listener, String... sources) {
        return export(listener, null, sources);
    }

    private List<Exported> export(ExportListener listener, @Nullable Instant from, String... sources) {
        ExportOptions options = new ExportOptions(
                folder, ExportFormat.PARQUET, FormulaCells.ESCAPE, null, false, new Changes(from, null, true));
        try (Database database = store.open();
                ReadSession session = ReadSession.open(database)) {
            return new Export(session, options, listener).of(List.of(sources));
        }
    }

    /** As DuckDB reads all files at once. */
    private String table(String columns) {
        return "SELECT " + columns + " FROM read_parquet('" + folder + "/changes/*/*/changes.parquet',"
                + " hive_types = {'source': VARCHAR, 'month': VARCHAR})";
    }

    /** The manifest tells another time. */
    private void wasWritten(String asOf) throws IOException {
        Path manifest = folder.resolve("acme/manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest).replaceFirst("\"as_of\" : \"[^\"]*\"", "\"as_of\" : \"" + asOf + "\""));
        assertThat(manifest).content().contains(asOf);
    }

    private Path month(String month) {
        return folder.resolve("changes/source=acme/month=" + month + "/changes.parquet");
    }

    private Path running() {
        return month(YearMonth.now(ZoneOffset.UTC).toString());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }
}
