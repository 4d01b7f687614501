package dev.rollcall.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.directory.GroupId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourceTest {
    @Test
    void groupIdsAreDistinctAndSortedByTheirBytes() {
        List<GroupId> ids = Stream.of("b", "\uFF5A", "a", "\uD83D\uDE00", "B", "a", "ab")
                .map(GroupId::new)
                .toList();

        assertThat(new Source.GroupIds(ids).ids())
                .extracting(GroupId::value)
                .containsExactly("B", "a", "ab", "b", "\uFF5A", "\uD83D\uDE00");
    }

    @Test
    void noGroupIdAtAllIsNoScope() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Source.GroupIds(List.of()));
    }

    @Test
    void guardRefusesWhatIsNoPercentage() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Source.Guard(101, 50, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new Source.Guard(10, -1, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new Source.Guard(10, Double.NaN, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new Source.Guard(10, 50, -1));
    }
}
