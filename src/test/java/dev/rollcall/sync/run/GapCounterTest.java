package dev.rollcall.sync.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.GroupId;
import dev.rollcall.store.publish.GapLimit;
import dev.rollcall.store.publish.TooManyGapsException;
import org.junit.jupiter.api.Test;

class GapCounterTest {
    private final DirectoryException denied = new DirectoryException.Denied(failure(), false, null);
    private final DirectoryException unavailable = new DirectoryException.Unavailable(failure(), null, null);

    @Test
    void oneGapIsAlwaysTolerated() {
        GapCounter gaps = gaps(0, 10);
        gaps.countRead();
        assertThatCode(() -> gaps.countGap(unavailable)).doesNotThrowAnyException();
        assertThatThrownBy(() -> gaps.countGap(unavailable)).isInstanceOf(TooManyGapsException.class);
    }

    @Test
    void asManyAsTheShareOfAllGroupsAreTolerated() {
        GapCounter gaps = gaps(5, 60);
        for (int gap = 1; gap <= 3; gap++) {
            gaps.countGap(unavailable);
        }
        assertThatThrownBy(() -> gaps.countGap(unavailable)).isInstanceOf(TooManyGapsException.class);
    }

    @Test
    void firstThreeGroupsDeniedAreTheSourcesRefusalHoweverFewGroupsThereAre() {
        GapCounter gaps = gaps(5, 3);
        gaps.countGap(denied);
        gaps.countGap(denied);
        assertThatThrownBy(() -> gaps.countGap(denied)).isSameAs(denied);
    }

    @Test
    void denialAfterAGroupThatWasReadIsAboutThatGroup() {
        GapCounter gaps = gaps(100, 10);
        gaps.countRead();
        for (int gap = 1; gap <= 5; gap++) {
            assertThatCode(() -> gaps.countGap(denied)).doesNotThrowAnyException();
        }
    }

    @Test
    void howManyAreTooManyIsKnownOnceAllGroupsAreListed() {
        GapCounter gaps = new GapCounter(new GapLimit(5));
        gaps.countRead();
        for (int gap = 1; gap <= 4; gap++) {
            assertThatCode(() -> gaps.countGap(unavailable)).doesNotThrowAnyException();
        }
        assertThatCode(() -> gaps.setGroups(80)).doesNotThrowAnyException();
        assertThatThrownBy(() -> gaps.setGroups(79)).isInstanceOf(TooManyGapsException.class);
    }

    @Test
    void sourceThatDeniesItsOnlyTwoGroupsHasTooManyGaps() {
        GapCounter gaps = new GapCounter(new GapLimit(5));
        gaps.countGap(denied);
        gaps.countGap(denied);
        assertThatThrownBy(() -> gaps.setGroups(2)).isInstanceOf(TooManyGapsException.class);
    }

    private static GapCounter gaps(double maxPercent, long groups) {
        GapCounter gaps = new GapCounter(new GapLimit(maxPercent));
        gaps.setGroups(groups);
        return gaps;
    }

    private static DirectoryException.Failure failure() {
        return new DirectoryException.Failure("ListGroupMemberships", new GroupId("g"), 400, null, "no", null);
    }
}
