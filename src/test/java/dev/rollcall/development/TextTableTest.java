package dev.rollcall.development;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private final TextTable table = new TextTable();

    @Test
    void columnsAreAlignedBeneathTheirNames() {
        table.add(List.of("Sales", "7"));
        table.add(List.of("営業部", "1200"));
        table.add(Arrays.asList(null, "30"));

        assertThat(printed(List.of("name", "members"))).isEqualTo("""
                    name    members
                    ------  -------
                    Sales         7
                    営業部     1200
                                 30
                """);
    }

    @Test
    void controlAndFormatCharactersAreReplaced() {
        table.add(List.of("a\tb\nc\u202ed\u001b[31m", "x"));

        assertThat(printed(List.of())).isEqualTo("    a\uFFFDb\uFFFDc\uFFFDd\uFFFD[31m  x\n");
    }

    @Test
    void longTextIsCutToTheSameWidth() {
        table.add(List.of("7".repeat(1024), "x"));
        table.add(List.of("部".repeat(1024), "x"));
        table.add(List.of("e" + "\u0301".repeat(1024), "x"));

        assertThat(printed(List.of()).lines())
                .satisfiesExactly(
                        digits -> assertThat(digits).isEqualTo("    " + "7".repeat(35) + "…  x"),
                        wide -> assertThat(wide).isEqualTo("    " + "部".repeat(17) + "…   x"),
                        stacked -> assertThat(stacked).endsWith("…" + " ".repeat(36) + "x"));
    }

    @Test
    void rightToLeftTextEndsInItsCell() {
        table.add(List.of("قسم 1", "2"));

        assertThat(printed(List.of())).isEqualTo("    قسم 1\u200e  2\n");
    }

    private String printed(List<String> names) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        table.print(new PrintStream(bytes, true, StandardCharsets.UTF_8), names);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
