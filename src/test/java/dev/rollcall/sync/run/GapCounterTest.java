package dev.rollcall.sync.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.GroupId;
import dev.rollcall.store.publish.GapLimit;
import dev.rollcall.store.publish.TooManyGapsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GapCounterTest {
    private final DirectoryException denied = new DirectoryException.Denied(failure(), false, null);
    private final DirectoryException invalid = new DirectoryException.InvalidRequest(failure(), null);
    private final DirectoryException unavailable = new DirectoryException.Unavailable(failure(), null, null);

    @Test
    void oneGapIsAlwaysTolerated() {
        GapCounter gaps = gaps(0, 10);
        gaps.read();
        assertThatCode(() -> gaps.countUnread(unavailable)).doesNotThrowAnyException();
        assertThatThrownBy(() -> gaps.countUnread(unavailable)).isInstanceOf(TooManyGapsException.class);
    }

    @Test
    void asManyAsTheShareOfAllGroupsAreTolerated() {
        GapCounter gaps = gaps(5, 60);
        for (int gap = 1; gap <= 3; gap++) {
            gaps.countUnread(unavailable);
        }
        assertThatThrownBy(() -> gaps.countUnread(unavailable)).isInstanceOf(TooManyGapsException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void firstThreeGroupsRefusedAreTheSourcesRefusalHoweverFewGroupsThereAre(boolean permission) {
        DirectoryException refused = permission ? denied : invalid;
        GapCounter gaps = gaps(5, 3);
        gaps.countUnread(invalid);
        gaps.countUnread(denied);
        assertThatThrownBy(() -> gaps.countUnread(refused)).isSameAs(refused);
    }

    @Test
    void refusalsThatWorkersUnderWayStillMeetAreTheSourcesToo() {
        GapCounter gaps = gaps(5, 20);
        gaps.countUnread(denied);
        gaps.countUnread(denied);
        for (int underWay = 3; underWay <= 8; underWay++) {
            assertThatThrownBy(() -> gaps.countUnread(denied)).isSameAs(denied);
        }
    }

    @Test
    void refusalAfterAGroupThatWasReadIsAboutThatGroup() {
        GapCounter gaps = gaps(100, 10);
        gaps.read();
        for (int gap = 1; gap <= 5; gap++) {
            assertThatCode(() -> gaps.countUnread(denied)).doesNotThrowAnyException();
        }
    }

    @Test
    void refusalInASnapshotThatHoldsMembersIsAboutThatGroup() {
        GapCounter gaps = new GapCounter(new GapLimit(100), true, true);
        gaps.setGroups(10);
        for (int gap = 1; gap <= 5; gap++) {
            assertThatCode(() -> gaps.countUnread(denied)).doesNotThrowAnyException();
        }
    }

    @Test
    void gapsThatAreTriedAgainAreNoFirstAnswers() {
        GapCounter gaps = gaps(5, 100);
        for (int gap = 1; gap <= 4; gap++) {
            assertThatCode(gaps::countUnreadAgain).doesNotThrowAnyException();
        }
        gaps.countUnread(denied);
        assertThatThrownBy(() -> {
                    gaps.countUnread(denied);
                    gaps.countUnread(denied);
                })
                .isSameAs(denied);
    }

    @Test
    void gapsThatAreTriedAgainMayBeTooMany() {
        GapCounter gaps = gaps(5, 60);
        for (int gap = 1; gap <= 3; gap++) {
            gaps.countUnreadAgain();
        }
        assertThatThrownBy(gaps::countUnreadAgain).isInstanceOf(TooManyGapsException.class);
    }

    @Test
    void groupThatWasLookedUpSaysNothingOfMembersAndTheOtherWayRound() {
        GapCounter gaps = gaps(100, 10);
        gaps.lookedUp();
        gaps.countUnread(denied);
        gaps.countUnread(denied);
        assertThatThrownBy(() -> gaps.countUnread(denied)).isSameAs(denied);

        GapCounter others = gaps(100, 10);
        others.read();
        others.countUnknown(denied);
        others.countUnknown(denied);
        assertThatThrownBy(() -> others.countUnknown(denied)).isSameAs(denied);
    }

    @Test
    void howManyAreTooManyIsKnownOnceAllGroupsAreListed() {
        GapCounter gaps = new GapCounter(new GapLimit(5), false, false);
        gaps.read();
        for (int gap = 1; gap <= 4; gap++) {
            assertThatCode(() -> gaps.countUnread(unavailable)).doesNotThrowAnyException();
        }
        assertThatCode(() -> gaps.setGroups(80)).doesNotThrowAnyException();
        assertThatThrownBy(() -> gaps.setGroups(79)).isInstanceOf(TooManyGapsException.class);
    }

    @Test
    void sourceThatRefusesItsOnlyTwoGroupsHasTooManyGaps() {
        GapCounter gaps = new GapCounter(new GapLimit(5), false, false);
        gaps.countUnread(denied);
        gaps.countUnread(invalid);
        assertThatThrownBy(() -> gaps.setGroups(2)).isInstanceOf(TooManyGapsException.class);
    }

    private static GapCounter gaps(double maxPercent, long groups) {
        GapCounter gaps = new GapCounter(new GapLimit(maxPercent), false, false);
        gaps.setGroups(groups);
        return gaps;
    }

    private static DirectoryException.Failure failure() {
        return new DirectoryException.Failure("ListGroupMemberships", new GroupId("g"), 400, null, "no", null);
    }
}
