package dev.rollcall.faults;

import dev.rollcall.machine.TemporaryFolder;
import dev.rollcall.postgres.TestServer;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
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

    /** Runs wait, for their pace above all; a story crashes its server, so others must not be on it. */
    private static final int AT_ONCE = 4;

    private static final BlockingQueue<Scene> FREE = new LinkedBlockingQueue<>();
    private static @Nullable LogSilencer silence;

    /** Where a story begins: one at a time. */
    private record Scene(TemporaryFolder folder, TestServer server, ScenarioTemplate stage) implements AutoCloseable {
        static Scene set() {
            TemporaryFolder folder = TemporaryFolder.createPassable("rollcall-model");
            TestServer server = TestServer.start(folder.resolve("data"), true);
            ScenarioTemplate stage = ScenarioTemplate.of(Scenario.FIRST, server.createDatabase());
            return new Scene(folder, server, stage);
        }

        @Override
        public void close() {
            stage.close();
            server.close();
            folder.close();
        }
    }

    @BeforeContainer
    static void begin() {
        silence = new LogSilencer();
        FREE.add(Scene.set());
    }

    @AfterContainer
    static void end() {
        FREE.forEach(Scene::close);
        if (silence != null) {
            silence.close();
        }
    }

    @Property(tries = 3, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void shortStoriesEndWell(@ForAll("shortStories") List<ModelAction> story) throws InterruptedException {
        tell(story);
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    @Tag("faults")
    void longStoriesEndWell(@ForAll("longStories") List<List<ModelAction>> stories) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            while (FREE.size() < AT_ONCE) {
                FREE.add(Scene.set());
            }
            List<Callable<Void>> told = new ArrayList<>();
            for (List<ModelAction> story : stories) {
                told.add(() -> {
                    tell(story);
                    return null;
                });
            }
            for (Future<Void> one : threads.invokeAll(told)) {
                Void unused = one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void tell(List<ModelAction> actions) throws InterruptedException {
        Scene scene = FREE.take();
        SandboxDirectory directory = SandboxDirectory.generate(61, SHAPE, Cloud.AWS);
        try (ModelRun story = new ModelRun(scene.stage(), scene.server(), directory)) {
            story.tell(actions);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(actions + ": " + e.getMessage(), e);
        } finally {
            FREE.add(scene);
        }
    }

    @Provide
    Arbitrary<List<ModelAction>> shortStories() {
        return actions(0).list().ofMinSize(6).ofMaxSize(10);
    }

    @Provide
    Arbitrary<List<List<ModelAction>>> longStories() {
        return actions(1).list().ofMinSize(10).ofMaxSize(40).list().ofSize(SuiteSize.of(1, 6, 60));
    }

    /** @param throttle how often; a refusal slows the run, which costs many seconds */
    private static Arbitrary<ModelAction> actions(int throttle) {
        Arbitrary<ModelAction.Kind> kinds = Arbitraries.frequency(
                Tuple.of(6, ModelAction.Kind.JOIN),
                Tuple.of(4, ModelAction.Kind.LEAVE),
                Tuple.of(3, ModelAction.Kind.REJOIN),
                Tuple.of(3, ModelAction.Kind.RENAME_GROUP),
                Tuple.of(2, ModelAction.Kind.ADD_GROUP),
                Tuple.of(2, ModelAction.Kind.REMOVE_GROUP),
                Tuple.of(2, ModelAction.Kind.ADD_USER),
                Tuple.of(1, ModelAction.Kind.REMOVE_USER),
                Tuple.of(throttle, ModelAction.Kind.THROTTLE),
                Tuple.of(2, ModelAction.Kind.EXPIRE_MARKERS),
                Tuple.of(1, ModelAction.Kind.RESTART_DATABASE),
                Tuple.of(5, ModelAction.Kind.RUN),
                Tuple.of(7, ModelAction.Kind.DIE),
                Tuple.of(3, ModelAction.Kind.CUT),
                Tuple.of(1, ModelAction.Kind.RUN_FRESH),
                Tuple.of(2, ModelAction.Kind.RUN_GUARDED));
        return Combinators.combine(kinds, Arbitraries.integers().between(0, 400))
                .as(ModelAction::new);
    }
}
