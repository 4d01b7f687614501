package dev.rollcall.faults;

import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whatever happens to a directory and to its runs: the present is the directory, and the past stays what it was. */
@Tag("faults")
class ModelTest {
    private static final Shape SHAPE = new Shape(5, 14, 5, 7);

    private static @Nullable Stage stage;
    private static @Nullable Silence silence;

    @BeforeContainer
    static void begin() {
        stage = Stage.of(Scenario.FIRST);
        silence = new Silence();
    }

    @AfterContainer
    static void end() {
        if (silence != null) {
            silence.close();
        }
        if (stage != null) {
            stage.close();
        }
    }

    @Property(tries = 4, shrinking = ShrinkingMode.OFF)
    void shortStoriesEndWell(@ForAll("shortStories") List<Action> story) {
        tell(story);
    }

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
    void longStoriesEndWell(@ForAll("longStories") List<Action> story) {
        tell(story);
    }

    private static void tell(List<Action> actions) {
        if (stage == null) {
            throw new IllegalStateException("not begun");
        }
        try (Story story = new Story(stage, SandboxDirectory.generate(61, SHAPE, Cloud.AWS))) {
            story.tell(actions);
        }
    }

    @Provide
    Arbitrary<List<Action>> shortStories() {
        return actions(0).list().ofMinSize(6).ofMaxSize(10);
    }

    @Provide
    Arbitrary<List<Action>> longStories() {
        return actions(1).list().ofMinSize(10).ofMaxSize(40);
    }

    /** @param throttle how often; a refusal slows the run, which costs many seconds */
    private static Arbitrary<Action> actions(int throttle) {
        Arbitrary<Action.Kind> kinds = Arbitraries.frequency(
                Tuple.of(6, Action.Kind.JOIN),
                Tuple.of(4, Action.Kind.LEAVE),
                Tuple.of(3, Action.Kind.REJOIN),
                Tuple.of(3, Action.Kind.RENAME_GROUP),
                Tuple.of(2, Action.Kind.ADD_GROUP),
                Tuple.of(2, Action.Kind.REMOVE_GROUP),
                Tuple.of(2, Action.Kind.ADD_USER),
                Tuple.of(1, Action.Kind.REMOVE_USER),
                Tuple.of(throttle, Action.Kind.THROTTLE),
                Tuple.of(2, Action.Kind.EXPIRE_MARKERS),
                Tuple.of(5, Action.Kind.RUN),
                Tuple.of(7, Action.Kind.DIE),
                Tuple.of(3, Action.Kind.CUT),
                Tuple.of(1, Action.Kind.RUN_FRESH),
                Tuple.of(2, Action.Kind.RUN_GUARDED));
        return Combinators.combine(kinds, Arbitraries.integers().between(0, 400))
                .as(Action::new);
    }
}
