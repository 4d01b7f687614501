package dev.rollcall.monitoring;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that are skipped, with one line that says why, where Prometheus or its node_exporter is not installed; with
 * {@code -Drollcall.prometheus=required} they fail there.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsPrometheus.Condition.class)
public @interface NeedsPrometheus {
    /** Decides. */
    final class Condition implements ExecutionCondition {
        private static final String REQUIRED = "rollcall.prometheus";
        private static final AtomicBoolean told = new AtomicBoolean();

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            List<String> missing = Stream.of("prometheus", "promtool", "prometheus-node-exporter")
                    .filter(program -> !isInstalled(program))
                    .toList();
            if (missing.isEmpty() || "required".equals(System.getProperty(REQUIRED))) {
                return ConditionEvaluationResult.enabled("there, or it has to be");
            }
            String why = "tests with Prometheus are skipped, " + String.join(" and ", missing)
                    + " not on the PATH: apt-get install prometheus prometheus-node-exporter";
            if (!told.getAndSet(true)) {
                System.err.println(why);
            }
            return ConditionEvaluationResult.disabled(why);
        }

        private static boolean isInstalled(String program) {
            return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        }
    }
}
