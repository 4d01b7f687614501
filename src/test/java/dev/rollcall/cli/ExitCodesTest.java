package dev.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExitCodesTest {
    @Test
    void theGravestOfSeveralSourcesCounts() {
        assertThat(ExitCodes.ofSync(List.of(0, 0))).isZero();
        assertThat(ExitCodes.ofSync(List.of(0, 4))).isEqualTo(4);
        assertThat(ExitCodes.ofSync(List.of(4, 5, 0))).isEqualTo(5);
        assertThat(ExitCodes.ofSync(List.of(5, 3, 4))).isEqualTo(3);
        assertThat(ExitCodes.ofSync(List.of(3, 1, 5))).isEqualTo(1);
    }

    @Test
    void usageIsOfARunOnOneSourceAlone() {
        assertThat(ExitCodes.ofSync(List.of(2))).isEqualTo(2);
        assertThat(ExitCodes.ofSync(List.of(2, 0))).isEqualTo(1);
    }
}
