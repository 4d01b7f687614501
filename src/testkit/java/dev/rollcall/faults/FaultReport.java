package dev.rollcall.faults;

import dev.rollcall.fixture.RunCount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints the fault suite's table and writes it to {@code target/faults.txt}. Each test is a fault that is injected as
 * often as the test is repeated; a test that injects many adds rows of its own to the {@link FaultTable}.
 */
public final class FaultReport implements TestExecutionListener {
    private static final Path FILE = Path.of("target", "faults.txt");
    private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    private final Map<String, Counts> countsBefore = new ConcurrentHashMap<>();
    private final long startedAt = System.nanoTime();

    private record Counts(long runs, long additions) {
        static Counts now() {
            return new Counts(RunCount.get(), FaultTable.additions());
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        countsBefore.put(test.getUniqueId(), Counts.now());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Counts before = countsBefore.remove(test.getUniqueId());
        if (before == null || result.getStatus() == Status.ABORTED || SuiteSize.ofThisRun() == SuiteSize.FEW) {
            return;
        }
        boolean good = result.getStatus() == Status.SUCCESSFUL;
        if (test.isTest() && test.getSource().orElse(null) instanceof MethodSource method) {
            boolean addedItsOwn = FaultTable.additions() > before.additions();
            if (!good || !addedItsOwn) {
                String fault = test(method.getClassName()) + ": " + words(method.getMethodName());
                FaultTable.add(fault, 1, RunCount.get() - before.runs(), good);
            }
        } else if (!good && test.getSource().orElse(null) instanceof ClassSource type) {
            FaultTable.add(test(type.getClassName()), 0, 0, false);
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (FaultTable.isEmpty() || SuiteSize.ofThisRun() == SuiteSize.FEW) {
            return;
        }
        long minutes = Duration.ofNanos(System.nanoTime() - startedAt).toMinutes();
        String text = FaultTable.text() + "-Drollcall.faults="
                + SuiteSize.ofThisRun().name().toLowerCase(Locale.ROOT) + ", " + minutes + " min\n";
        System.out.println(text);
        try {
            Files.createDirectories(FILE.resolveSibling("."));
            Files.writeString(FILE, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String test(String type) {
        return words(type.substring(type.lastIndexOf('.') + 1).replaceFirst("Test$", ""));
    }

    private static String words(String name) {
        return CAPITAL.matcher(name).replaceAll(" ").toLowerCase(Locale.ROOT);
    }
}
