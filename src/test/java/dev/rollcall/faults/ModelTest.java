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

/** Random sequences of changes and faults: what is published equals the directory, and the past does not change. */
class ModelTest {
    private static final Shape SHAPE = new Shape(5, 14, 5, 7);

    /** Runs mostly wait for their rate limit; each has a server of its own, which it crashes. */
    private static final int AT_ONCE = 4;

    private static final BlockingQueue<FreshServer> FREE = new LinkedBlockingQueue<>();
    private static @Nullable LogSilencer silencer;

    /** A server with a template database, for one sequence at a time. */
    private record FreshServer(TemporaryFolder folder, TestServer server, ScenarioTemplate template)
            implements AutoCloseable {
        static FreshServer start() {
            TemporaryFolder folder = TemporaryFolder.createPassable("rollcall-model");
            TestServer server = TestServer.start(folder.resolve("data"), true);
            ScenarioTemplate template = ScenarioTemplate.of(Scenario.FIRST, server.createDatabase());
            return new FreshServer(folder, server, template);
        }

        @Override
        public void close() {
            template.close();
            server.close();
            folder.close();
        }
    }

    @BeforeContainer
    static void begin() {
        silencer = new LogSilencer();
        FREE.add(FreshServer.start());
    }

    @AfterContainer
    static void end() {
        FREE.forEach(FreshServer::close);
        if (silencer != null) {
            silencer.close();
        }
    }

    @Property(tries = 3, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void shortSequenceOfFaultsEndsPublished(@ForAll("shortSequences") List<ModelAction> actions)
            throws InterruptedException {
        run(actions);
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    @Tag("faults")
    void longSequenceOfFaultsEndsPublished(@ForAll("longSequences") List<List<ModelAction>> sequences)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            while (FREE.size() < AT_ONCE) {
                FREE.add(FreshServer.start());
            }
            List<Callable<Void>> runs = new ArrayList<>();
            for (List<ModelAction> actions : sequences) {
                runs.add(() -> {
                    run(actions);
                    return null;
                });
            }
            for (Future<Void> one : threads.invokeAll(runs)) {
                Void unused = one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void run(List<ModelAction> actions) throws InterruptedException {
        FreshServer fresh = FREE.take();
        SandboxDirectory directory = SandboxDirectory.generate(61, SHAPE, Cloud.AWS);
        try (ModelRun run = new ModelRun(fresh.template(), fresh.server(), directory)) {
            run.run(actions);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(actions + ": " + e.getMessage(), e);
        } finally {
            FREE.add(fresh);
        }
    }

    @Provide
    Arbitrary<List<ModelAction>> shortSequences() {
        return actions(0).list().ofMinSize(6).ofMaxSize(10);
    }

    @Provide
    Arbitrary<List<List<ModelAction>>> longSequences() {
        return actions(1).list().ofMinSize(10).ofMaxSize(40).list().ofSize(SuiteSize.of(1, 2, 60));
    }

    /** @param throttle how often requests are throttled, which slows the run by many seconds */
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
