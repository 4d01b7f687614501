package dev.rollcall.answer.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RowFormatTest {
    private static final List<Column> COLUMNS = List.of(
            new Column("name", ColumnType.TEXT),
            new Column("members", ColumnType.NUMBER),
            new Column("since", ColumnType.TIME),
            new Column("gap", ColumnType.FLAG),
            new Column("age", ColumnType.INTERVAL),
            new Column("ids", ColumnType.JSON));

    private static final List<@Nullable Object> FULL = List.of(
            "Sales, \"EMEA\"\n营销",
            12L,
            Instant.parse("2026-03-01T02:17:00.123456Z"),
            true,
            new BigDecimal("3601.5"),
            "[{\"id\": \"1\", \"issuer\": \"a\"}]");

    private static final List<@Nullable Object> NULLS = Collections.nCopies(6, null);

    private static final List<@Nullable Object> EMPTY =
            Arrays.asList("", 0, OffsetDateTime.parse("2026-03-01T03:00:00+01:00"), false, 0, "{}");

    @Test
    void csvQuotesTextAloneAndTellsNullFromEmpty() throws IOException {
        assertThat(written(RowFormat.CSV, COLUMNS, List.of(FULL, NULLS, EMPTY)))
                .isEqualTo("name,members,since,gap,age,ids\r\n"
                        + "\"Sales, \"\"EMEA\"\"\n营销\",12,2026-03-01T02:17:00.123456Z,true,3601.5,"
                        + "\"[{\"\"id\"\": \"\"1\"\", \"\"issuer\"\": \"\"a\"\"}]\"\r\n"
                        + ",,,,,\r\n"
                        + "\"\",0,2026-03-01T02:00:00.000000Z,false,0,\"{}\"\r\n");
    }

    @Test
    void csvHasItsHeaderWithoutRowsToo() throws IOException {
        assertThat(written(RowFormat.CSV, COLUMNS, List.of())).isEqualTo("name,members,since,gap,age,ids\r\n");
    }

    @Test
    void jsonIsOneArrayWithJsonNested() throws IOException {
        assertThat(written(RowFormat.JSON, COLUMNS, List.of(FULL, NULLS)))
                .isEqualTo(
                        "[\n{\"name\":\"Sales, \\\"EMEA\\\"\\n营销\",\"members\":12,"
                                + "\"since\":\"2026-03-01T02:17:00.123456Z\",\"gap\":true,\"age\":3601.5,"
                                + "\"ids\":[{\"id\": \"1\", \"issuer\": \"a\"}]},\n"
                                + "{\"name\":null,\"members\":null,\"since\":null,\"gap\":null,\"age\":null,\"ids\":null}\n]\n");
        assertThat(written(RowFormat.JSON, COLUMNS, List.of())).isEqualTo("[\n]\n");
    }

    @Test
    void jsonlIsOneObjectALine() throws IOException {
        List<Column> one = List.of(new Column("ids", ColumnType.JSON));

        assertThat(written(RowFormat.JSONL, one, List.of(List.of("{\"a\":\r\n1}"), List.of("[]"))))
                .isEqualTo("{\"ids\":{\"a\":  1}}\n{\"ids\":[]}\n");
        assertThat(written(RowFormat.JSONL, one, List.of())).isEmpty();
    }

    @Test
    void tableIsAlignedByTheWidthOnATerminalAndSafe() throws IOException {
        assertThat(written(RowFormat.TABLE, COLUMNS, List.of(FULL, NULLS, EMPTY))
                        .lines())
                .containsExactly(
                        "name                 members  since                        gap        age  ids",
                        "-------------------  -------  ---------------------------  ---  ---------  ----------------------------",
                        "Sales, \"EMEA\"\\n营销       12  2026-03-01T02:17:00.123456Z  yes  1 h 0 min"
                                + "  [{\"id\": \"1\", \"issuer\": \"a\"}]",
                        "-                          -  -                            -            -  -",
                        "                           0  2026-03-01T02:00:00.000000Z  no         0 s  {}",
                        "(3 rows)");
    }

    @Test
    void tableIsWholeInAFileAndCutOnATerminal() throws IOException {
        List<Column> one = List.of(new Column("name", ColumnType.TEXT));
        List<List<@Nullable Object>> rows = List.of(List.of("x".repeat(1_000)));

        assertThat(written(RowFormat.TABLE, one, rows)).contains("x".repeat(1_000));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RowWriter to = RowFormat.TABLE.open(out, one, FormulaCells.ESCAPE, TableStyle.TERMINAL)) {
            to.row(rows.get(0));
            to.row(List.of("\u05d0"));
            to.end();
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("x".repeat(59) + "…\n", "\u05d0\u200e\n")
                .doesNotContain("x".repeat(60));
    }

    @Test
    void tableOfManyRowsWritesOnBeforeItsEnd() throws IOException {
        List<Column> one = List.of(new Column("n", ColumnType.NUMBER));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RowWriter to = RowFormat.TABLE.open(out, one, FormulaCells.ESCAPE)) {
            for (int i = 0; i < 200_000; i++) {
                to.row(List.of(i));
            }
            assertThat(out.size()).isGreaterThan(900_000);
            to.end();
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("\n199999\n(200,000 rows)\n");
    }

    @ParameterizedTest
    @EnumSource
    void whatFailsHalfwayHasNoEnd(RowFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RowWriter to = format.open(out, COLUMNS, FormulaCells.ESCAPE)) {
            to.row(FULL);
        }

        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("]\n", "row");
    }

    @ParameterizedTest
    @CsvSource({"1.0, 1", "0.0, 0", "1.5E10, 15000000000", "1.0E-7, 0.0000001", "NaN, NaN"})
    void numbersHaveNoExponent(double number, String expected) throws IOException {
        List<Column> one = List.of(new Column("n", ColumnType.NUMBER));

        assertThat(written(RowFormat.CSV, one, List.of(List.of(number)))).isEqualTo("n\r\n" + expected + "\r\n");
    }

    @Test
    void endsOfTimeAreInfinity() throws IOException {
        List<Column> one = List.of(new Column("t", ColumnType.TIME));

        assertThat(written(RowFormat.CSV, one, List.of(List.of(OffsetDateTime.MAX), List.of(OffsetDateTime.MIN))))
                .isEqualTo("t\r\ninfinity\r\n-infinity\r\n");
    }

    @Test
    void formulasAreKeptWhereThatIsAskedFor() throws IOException {
        List<Column> one = List.of(new Column("name", ColumnType.TEXT));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RowWriter to = RowFormat.CSV.open(out, one, FormulaCells.KEEP)) {
            to.row(List.of("=1+1"));
            to.end();
        }

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("name\r\n\"=1+1\"\r\n");
    }

    private static String written(RowFormat format, List<Column> columns, List<List<@Nullable Object>> rows)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RowWriter to = format.open(out, columns, FormulaCells.ESCAPE)) {
            for (List<@Nullable Object> row : rows) {
                to.row(row);
            }
            to.end();
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
