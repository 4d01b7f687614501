package dev.rollcall.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RowCountTest {
    @Test
    void expectedCountsPass() {
        RowCount.expectOne(1, "sealing");
        RowCount.expect(0, 0, "closing");
    }

    @Test
    void othersTellWhatWasDone() {
        assertThatThrownBy(() -> RowCount.expectOne(2, "sealing snapshot 7"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("sealing snapshot 7: 2 rows instead of 1");
    }
}
