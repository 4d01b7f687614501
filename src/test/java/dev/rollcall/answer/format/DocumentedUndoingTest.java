package dev.rollcall.answer.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The lines of {@code docs/readers.md} that take the marks of CSV away, run as they stand there. */
class DocumentedUndoingTest {
    private static final List<Column> COLUMN = List.of(new Column("text", ColumnType.TEXT));

    private static final int[] LOOKED_AT =
            "'''\"=+-@＝＋－＠\t\r\n ,a\u0001\u0085\u00a0\u200b\u2028\u202e\u3000\ufeff営😀\udb40\udc41"
                    .codePoints()
                    .toArray();

    /** Prints the texts of a file of one column as JSON. */
    private static final String MAIN = """

            import csv, json, sys
            csv.field_size_limit(1 << 24)
            with open(sys.argv[1], encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
            print(json.dumps([unmarked(row[0]) for row in rows[1:]]))
            """;

    @Test
    void givesEveryTextBack(@TempDir Path folder) throws Exception {
        assumeTrue(isOnPath("python3"), "there is no python3 on the PATH");
        List<String> texts = texts();
        Path csv = folder.resolve("texts.csv");
        try (OutputStream out = Files.newOutputStream(csv);
                RowWriter to = RowFormat.CSV.open(out, COLUMN, FormulaCells.ESCAPE)) {
            for (String text : texts) {
                to.row(List.of(text));
            }
            to.end();
        }
        Path program = Files.writeString(folder.resolve("undo.py"), documented() + MAIN);
        Path output = folder.resolve("output");

        int exitCode = new ProcessBuilder("python3", program.toString(), csv.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();

        assertThat(exitCode).as(Files.readString(output)).isZero();
        assertThat(JsonMapper.shared().readValue(Files.readString(output), String[].class))
                .containsExactlyElementsOf(texts);
    }

    private static String documented() throws Exception {
        String document = Files.readString(Path.of("docs", "readers.md"));
        String begin = "```python\n";
        int from = document.indexOf(begin) + begin.length();
        String lines = document.substring(from, document.indexOf("```", from));
        assertThat(lines.lines().skip(1)).as("the five lines, after the import").hasSize(5);
        return lines;
    }

    private static List<String> texts() {
        Random random = new Random(5);
        return IntStream.range(0, 20_000)
                .mapToObj(i -> random.ints(1 + random.nextInt(5), 0, LOOKED_AT.length)
                        .mapToObj(c -> Character.toString(LOOKED_AT[c]))
                        .reduce("", String::concat))
                .toList();
    }

    private static boolean isOnPath(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
