package dev.rollcall.answer.format;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What CSV does to text that a spreadsheet would take for a formula, and that nothing is lost by it. */
class FormulaCellsTest {
    private static final List<Column> COLUMNS =
            List.of(new Column("first", ColumnType.TEXT), new Column("second", ColumnType.TEXT));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\uff1d1",
                "\uff0b1",
                "\uff0d1",
                "\uff201",
                "\tx",
                "\rx",
                "\nx",
                "\t",
                " =1",
                "\u00a0\u3000=1",
                "\u2028=1",
                "\u0001=1",
                "\u0085=1",
                "\u200b=1",
                "\ufeff=1",
                "\u202e=1",
                "\udb40\udc41=1",
                "'=1",
                "'''=1",
                "'\tx",
                "' =1"
            })
    void whatASpreadsheetWouldRunIsMarked(String text) {
        assertThat(FormulaCells.ESCAPE.apply(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Sales", "a=b", "'", "''", "'Sales", " 'tis = so", " \tx", "3-1", "\u200b", "😀=", "営業"})
    void otherTextStaysAsItIs(String text) {
        assertThat(FormulaCells.ESCAPE.apply(text)).isEqualTo(text);
    }

    @Property(tries = 5_000)
    void readingTheFileAndTakingTheMarkAwayGivesEveryTextBack(
            @ForAll("texts") String first, @ForAll("texts") String second) throws IOException {
        List<CsvRecord> records;
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(csv(first, second))) {
            records = reader.stream().toList();
        }

        assertThat(records).hasSize(2);
        assertThat(records.get(1).getFields().stream().map(FormulaCellsTest::undone))
                .containsExactly(first, second);
    }

    @Property
    void noCellBeginsAsAFormulaDoes(@ForAll("texts") String text) {
        assertThat(FormulaCells.isFormula(text))
                .isEqualTo(FormulaCells.ESCAPE.apply(text).equals("'" + text));
        assertThat("=+-@＝＋－＠\t\r\n")
                .satisfies(marks -> assertThat(
                                FormulaCells.ESCAPE.apply(text).codePoints().limit(1))
                        .noneMatch(c -> marks.indexOf(c) >= 0));
    }

    /** The rule's undoing: the mark goes where the rule would have set it. */
    private static String undone(String cell) {
        return cell.startsWith("'") && FormulaCells.isFormula(cell) ? cell.substring(1) : cell;
    }

    private static String csv(String first, String second) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RowWriter to = RowFormat.CSV.open(out, COLUMNS, FormulaCells.ESCAPE)) {
            to.row(List.of(first, second));
            to.end();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Short texts of what the rule looks at, of what CSV does, and of any character but U+0000, which no database holds. */
    @Provide
    static Arbitrary<String> texts() {
        Arbitrary<Integer> looked =
                Arbitraries.of("'\"=+-@＝＋－＠\t\r\n ,;ab\u0001\u0085\u00a0\u200b\u2028\u202e\u3000\ufeff"
                        .codePoints()
                        .boxed()
                        .toList());
        Arbitrary<Integer> any = Arbitraries.integers()
                .between(1, Character.MAX_CODE_POINT)
                .filter(c -> Character.getType(c) != Character.SURROGATE);
        return Arbitraries.oneOf(looked, looked, any)
                .list()
                .ofMaxSize(8)
                .map(points -> points.stream().map(Character::toString).collect(joining()));
    }
}
