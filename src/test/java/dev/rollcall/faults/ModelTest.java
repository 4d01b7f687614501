package dev.rollcall.faults;

import dev.rollcall.postgres.TestServer;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import org.springframework.util.FileSystemUtils;

/** Whatever happens to a directory and to its runs: the present is the directory, and the past stays what it was. */
class ModelTest {
    private static final Shape SHAPE = new Shape(5, 14, 5, 7);

    /** Runs wait, for their pace above all; a story crashes its server, so others must not be on it. */
    private static final int AT_ONCE = 4;

    private static final BlockingQueue<Scene> FREE = new LinkedBlockingQueue<>();
    private static @Nullable LogSilencer silence;

    /** Where a story begins: one at a time. */
    private record Scene(Path folder, TestServer server, Stage stage) implements AutoCloseable {
        static Scene set() throws IOException {
            Path folder = Files.createTempDirectory("rollcall-model");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            TestServer server = TestServer.start(folder.resolve("data"), true);
            Stage stage = Stage.of(Scenario.FIRST, server.createDatabase());
            return new Scene(folder, server, stage);
        }

        @Override
        public void close() {
            stage.close();
            server.close();
            try {
                FileSystemUtils.deleteRecursively(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @BeforeContainer
    static void begin() throws IOException {
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
    void shortStoriesEndWell(@ForAll("shortStories") List<Action> story) throws InterruptedException {
        tell(story);
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    @Tag("faults")
    void longStoriesEndWell(@ForAll("longStories") List<List<Action>> stories) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            while (FREE.size() < AT_ONCE) {
                FREE.add(Scene.set());
            }
            List<Callable<Void>> told = new ArrayList<>();
            for (List<Action> story : stories) {
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

    private static void tell(List<Action> actions) throws InterruptedException {
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
    Arbitrary<List<Action>> shortStories() {
        return actions(0).list().ofMinSize(6).ofMaxSize(10);
    }

    @Provide
    Arbitrary<List<List<Action>>> longStories() {
        return actions(1).list().ofMinSize(10).ofMaxSize(40).list().ofSize(SuiteSize.of(1, 6, 60));
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
