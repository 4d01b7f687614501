package dev.rollcall.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNamesTest {
    private static final List<String> NAMES = List.of("freshness", "gaps", "largest-groups", "members-of-a-group");

    @ParameterizedTest
    @CsvSource({
        "freshnes, did you mean freshness?",
        "GAPS, did you mean gaps?",
        "largest-group, did you mean largest-groups?",
        "members, did you mean members-of-a-group?",
        "xyz, 'there are freshness, gaps, largest-groups and 1 more'"
    })
    void namesWhatMayHaveBeenMeant(String wrong, String expected) {
        assertThat(NearestNames.hint(wrong, NAMES)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource("acme, there is none")
    void saysWhenThereIsNothingToName(String wrong, String expected) {
        assertThat(NearestNames.hint(wrong, List.of())).isEqualTo(expected);
    }
}
