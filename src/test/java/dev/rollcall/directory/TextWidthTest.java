package dev.rollcall.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWidthTest {
    private static final String EMOJI = "\uD83D\uDE00";

    @ParameterizedTest
    @CsvSource({
        "Sales, 5",
        "é, 1",
        "e\u0301, 1",
        "营销, 4",
        "김민준, 6",
        "ﾊﾝｶｸ, 8",
        "Ａｂ, 4",
        EMOJI + ", 2",
        "ß, 1",
        "Продажи, 7",
        "…, 1"
    })
    void charactersTakeTheColumnsThatTerminalsGiveThem(String text, int columns) {
        assertThat(TextWidth.of(text)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({
        "Sales, 5, Sales",
        "Sales, 4, Sal…",
        "营销部门, 8, 营销部门",
        "营销部门, 7, 营销部…",
        "营销部门, 6, 营销…",
        "e\u0301e\u0301, 2, e\u0301e\u0301",
    })
    void whatIsWiderEndsInADotsign(String text, int most, String expected) {
        assertThat(TextWidth.cut(text, most)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({EMOJI, "a", "营", "\u0301", "e\u0301"})
    void thousandCharactersOfAnyKindFitIntoTheColumnsGiven(String character) {
        String cut = TextWidth.cut(character.repeat(1_024), 60);

        assertThat(TextWidth.of(cut)).isLessThanOrEqualTo(60);
        assertThat(cut).endsWith("…").hasSizeLessThanOrEqualTo(4 * 60 + 1);
        assertThat(cut.codePoints().filter(c -> Character.getType(c) == Character.SURROGATE))
                .isEmpty();
    }
}
