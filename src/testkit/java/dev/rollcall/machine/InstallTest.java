package dev.rollcall.machine;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that install what was packaged and run it, as root: in {@code -Pinstall} alone. They are skipped, with one line
 * that says why, where they can't run; with {@code -Drollcall.install=required} they fail there.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("install")
@ExtendWith(InstallTest.Condition.class)
public @interface InstallTest {
    /** Programs that have to be on the PATH. */
    String[] value() default {};

    /** Decides. */
    final class Condition implements ExecutionCondition {
        /** Of a program that may be there and still be of no use. */
        private record Probe(String needs, List<String> command) {}

        private static final Map<String, Probe> PROBES = Map.of(
                "unshare",
                new Probe(
                        "the right to mount, as in a container that lacks it",
                        List.of("unshare", "--mount", "--pid", "--fork", "true")),
                "systemctl",
                new Probe("control groups of version 2", List.of("grep", "-q", " cgroup2 rw", "/proc/self/mounts")),
                "docker",
                new Probe("a Docker engine that answers", List.of("docker", "version")));

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            // Asked for each method too, which knows what its class was told.
            List<String> missing = context.getTestMethod().isPresent() ? List.of() : missing(context);
            if (missing.isEmpty() || "required".equals(System.getProperty("rollcall.install"))) {
                return ConditionEvaluationResult.enabled("all is there, or has to be");
            }
            String why = context.getDisplayName() + " is skipped: it needs " + String.join(", ", missing);
            System.err.println(why);
            return ConditionEvaluationResult.disabled(why);
        }

        private static List<String> missing(ExtensionContext context) {
            List<String> missing = new ArrayList<>();
            if (!"root".equals(System.getProperty("user.name"))) {
                missing.add("root");
            }
            for (String program : context.getRequiredTestClass()
                    .getAnnotation(InstallTest.class)
                    .value()) {
                if (!isOnPath(program)) {
                    missing.add(program);
                    continue;
                }
                @Nullable Probe probe = PROBES.get(program);
                if (probe != null && !ProgramRun.succeeds(probe.command().toArray(String[]::new))) {
                    missing.add(probe.needs());
                }
            }
            return missing;
        }

        private static boolean isOnPath(String program) {
            return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        }
    }
}
