package dev.rollcall.faults;

import dev.rollcall.database.TestServer;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
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
class ModelTest {
    private static final Shape SHAPE = new Shape(5, 14, 5, 7);

    private static @Nullable Scene scene;

    /** Where all stories begin. */
    private record Scene(Path folder, TestServer server, Stage stage, Silence silence) implements AutoCloseable {
        static Scene set() throws IOException {
            Path folder = Files.createTempDirectory("rollcall-model");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            TestServer server = TestServer.start(folder.resolve("data"), true);
            Stage stage = Stage.of(Scenario.FIRST, server.createDatabase());
            return new Scene(folder, server, stage, new Silence());
        }

        @Override
        public void close() {
            silence.close();
            stage.close();
            server.close();
        }
    }

    @BeforeContainer
    static void begin() throws IOException {
        scene = Scene.set();
    }

    @AfterContainer
    static void end() {
        if (scene != null) {
            scene.close();
        }
    }

    @Property(tries = 3, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void shortStoriesEndWell(@ForAll("shortStories") List<Action> story) {
        tell(story);
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    @Tag("faults")
    void longStoriesEndWell(@ForAll("longStories") List<List<Action>> stories) {
        stories.forEach(ModelTest::tell);
    }

    private static void tell(List<Action> actions) {
        if (scene == null) {
            throw new IllegalStateException("not begun");
        }
        SandboxDirectory directory = SandboxDirectory.generate(61, SHAPE, Cloud.AWS);
        try (Story story = new Story(scene.stage(), scene.server(), directory)) {
            story.tell(actions);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(actions + ": " + e.getMessage(), e);
        }
    }

    @Provide
    Arbitrary<List<Action>> shortStories() {
        return actions(0).list().ofMinSize(6).ofMaxSize(10);
    }

    @Provide
    Arbitrary<List<List<Action>>> longStories() {
        return actions(1).list().ofMinSize(10).ofMaxSize(40).list().ofSize(Extent.of(1, 6, 60));
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
                Tuple.of(1, Action.Kind.RESTART_DATABASE),
                Tuple.of(5, Action.Kind.RUN),
                Tuple.of(7, Action.Kind.DIE),
                Tuple.of(3, Action.Kind.CUT),
                Tuple.of(1, Action.Kind.RUN_FRESH),
                Tuple.of(2, Action.Kind.RUN_GUARDED));
        return Combinators.combine(kinds, Arbitraries.integers().between(0, 400))
                .as(Action::new);
    }
}
