package dev.rollcall.sync.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.GroupId;
import dev.rollcall.store.publish.TooManyGapsException;
import org.junit.jupiter.api.Test;

class GapLimitTest {
    private final DirectoryException denied = new DirectoryException.Denied(failure(), false, null);
    private final DirectoryException unavailable = new DirectoryException.Unavailable(failure(), null, null);

    @Test
    void oneGapIsAlwaysTolerated() {
        GapLimit limit = limit(0, 10);
        limit.read();
        assertThatCode(() -> limit.gap(unavailable)).doesNotThrowAnyException();
        assertThatThrownBy(() -> limit.gap(unavailable)).isInstanceOf(TooManyGapsException.class);
    }

    @Test
    void asManyAsTheShareOfAllGroupsAreTolerated() {
        GapLimit limit = limit(5, 60);
        for (int gap = 1; gap <= 3; gap++) {
            limit.gap(unavailable);
        }
        assertThatThrownBy(() -> limit.gap(unavailable)).isInstanceOf(TooManyGapsException.class);
    }

    @Test
    void theFirstThreeGroupsDeniedAreTheSourcesRefusalHoweverFewGroupsThereAre() {
        GapLimit limit = limit(5, 3);
        limit.gap(denied);
        limit.gap(denied);
        assertThatThrownBy(() -> limit.gap(denied)).isSameAs(denied);
    }

    @Test
    void aDenialAfterAGroupThatWasReadIsAboutThatGroup() {
        GapLimit limit = limit(100, 10);
        limit.read();
        for (int gap = 1; gap <= 5; gap++) {
            assertThatCode(() -> limit.gap(denied)).doesNotThrowAnyException();
        }
    }

    @Test
    void howManyAreTooManyIsKnownOnceAllGroupsAreListed() {
        GapLimit limit = new GapLimit(5);
        limit.read();
        for (int gap = 1; gap <= 4; gap++) {
            assertThatCode(() -> limit.gap(unavailable)).doesNotThrowAnyException();
        }
        assertThatCode(() -> limit.groups(80)).doesNotThrowAnyException();
        assertThatThrownBy(() -> limit.groups(79)).isInstanceOf(TooManyGapsException.class);
    }

    @Test
    void aSourceThatDeniesItsOnlyTwoGroupsHasTooManyGaps() {
        GapLimit limit = new GapLimit(5);
        limit.gap(denied);
        limit.gap(denied);
        assertThatThrownBy(() -> limit.groups(2)).isInstanceOf(TooManyGapsException.class);
    }

    private static GapLimit limit(double maxPercent, long groups) {
        GapLimit limit = new GapLimit(maxPercent);
        limit.groups(groups);
        return limit;
    }

    private static DirectoryException.Failure failure() {
        return new DirectoryException.Failure("ListGroupMemberships", new GroupId("g"), 400, null, "no", null);
    }
}
