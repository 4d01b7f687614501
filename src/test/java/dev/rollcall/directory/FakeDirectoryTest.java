package dev.rollcall.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.FakeDirectory.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeDirectoryTest extends DirectoryContract {
    private static final GroupId GROUP = new GroupId("g");
    private static final TestStore ONE_GROUP = new TestStore(
            List.of(new Group(GROUP, "one", null, List.of(), null, null, null, null)), List.of(), List.of());

    @Override
    protected Directory open(TestStore content, int pageSize) {
        return new FakeDirectory(content, pageSize);
    }

    @Override
    protected Directory openUnknownStore() {
        return new FakeDirectory(null, 10);
    }

    @Test
    void failsOnTheRequestItWasToldToAndCountsIt() {
        try (FakeDirectory directory = new FakeDirectory(ONE_GROUP, 10)) {
            directory.fail(Operation.LIST_GROUPS, 2, () -> new IllegalStateException("planned"));
            directory.listGroups(null);
            assertThatThrownBy(() -> directory.listGroups(null)).hasMessage("planned");
            directory.listGroups(null);
            directory.listUsers(null);
            assertThat(directory.requests(Operation.LIST_GROUPS)).isEqualTo(3);
            assertThat(directory.requests()).isEqualTo(4);
        }
    }

    @Test
    void failsOneGroupUntilItIsMended() {
        try (FakeDirectory directory = new FakeDirectory(ONE_GROUP, 10)) {
            directory.failMemberships(GROUP, () -> new IllegalStateException("planned"));
            assertThatThrownBy(() -> directory.listMemberships(GROUP, null)).hasMessage("planned");
            directory.mend(GROUP);
            assertThat(directory.listMemberships(GROUP, null).items()).isEmpty();
        }
    }

    @Test
    void servesTheContentItWasGivenLast() {
        try (FakeDirectory directory = new FakeDirectory(ONE_GROUP, 10)) {
            directory.replace(new TestStore(List.of(), List.of(), List.of()));
            assertThat(directory.listGroups(null).items()).isEmpty();
        }
    }
}
