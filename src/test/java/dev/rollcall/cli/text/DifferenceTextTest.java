package dev.rollcall.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.store.publish.GroupDifference;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DifferenceTextTest {
    @Test
    void membersStandUnderTheirGroup() {
        assertThat(lines(
                        new GroupDifference("group-created", "g1", "Sales", null, null, null),
                        new GroupDifference("member-joined", "g1", "Sales", "user", "u1", "ann"),
                        new GroupDifference("member-left", "g2", "Sales", "user", "u1", "ann"),
                        new GroupDifference("member-joined", "g2", "Sales", "robot", "r2", null)))
                .containsExactly("Sales (g1): group created", "+ ann", "Sales (g2)", "- ann", "+ robot r2");
    }

    @Test
    void usersStandByThemselves() {
        assertThat(lines(
                        new GroupDifference("group-deleted", "g1", null, null, null, null),
                        new GroupDifference("user-created", null, null, "user", "u1", "ann"),
                        new GroupDifference("user-changed", null, null, "user", "u2", "bob"),
                        new GroupDifference("user-deleted", null, null, "user", "u3", "eve")))
                .containsExactly("group without a name (g1): group deleted", "users", "+ ann", "~ bob", "- eve");
    }

    @Test
    void whatBecomesKnownOrLeavesTheScopeHasSignsOfItsOwn() {
        assertThat(lines(
                        new GroupDifference("group-known", "g1", "Sales", null, null, null),
                        new GroupDifference("member-known", "g1", "Sales", "user", "u1", "ann"),
                        new GroupDifference("group-unscoped", "g2", "Stock", null, null, null),
                        new GroupDifference("member-unscoped", "g2", "Stock", "user", "u1", "ann"),
                        new GroupDifference("user-known", null, null, "user", "u1", "ann")))
                .containsExactly(
                        "Sales (g1): group known from now on",
                        "= ann",
                        "Stock (g2): group no longer in the scope",
                        "/ ann",
                        "users",
                        "= ann");
    }

    @Test
    void namesCanForgeNoLine() {
        assertThat(lines(new GroupDifference("member-left", "g1", "Sales\n+ boss", "user", "u1", "ann\n- eve")))
                .containsExactly("Sales\\n+ boss (g1)", "- ann\\n- eve");
    }

    @Test
    void namesAreCutOnATerminalAndWholeElsewhere() {
        GroupDifference left = new GroupDifference("member-left", "g1", "s".repeat(100), "user", "u1", "a".repeat(61));

        assertThat(new DifferenceText(Names.CUT).of(left))
                .containsExactly("s".repeat(59) + "… (g1)", "- " + "a".repeat(59) + "…");
        assertThat(lines(left)).containsExactly("s".repeat(100) + " (g1)", "- " + "a".repeat(61));
    }

    private static List<String> lines(GroupDifference... differences) {
        DifferenceText text = new DifferenceText(Names.WHOLE);
        return Stream.of(differences)
                .flatMap(difference -> text.of(difference).stream())
                .toList();
    }
}
