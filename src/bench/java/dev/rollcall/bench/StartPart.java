package dev.rollcall.bench;

import dev.rollcall.machine.ProgramRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Measures the time until the provider receives the first request. */
final class StartPart implements BenchmarkPart {
    private static final Map<Integer, Double> AT_MOST = Map.of(17, 0.65, 25, 0.5);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public void measure(Workbench bench, Findings found) {
        if (!LaunchCommand.isPackaged()) {
            found.missing(
                    "start until the first request: launcher / java -jar", Target.STATED, "no launcher is packaged");
            return;
        }
        Samples launcher = new Samples();
        for (Map.Entry<Integer, Path> jdk : jdks().entrySet()) {
            Samples started = measure(bench, found, jdk.getKey(), jdk.getValue());
            started.values().forEach(launcher.isEmpty() ? launcher::add : value -> {});
        }
        if (ProgramRun.succeeds("/usr/bin/aws", "--version") && !launcher.isEmpty()) {
            Samples cli = new Samples();
            bench.rounds().run(() -> {
                Baselines.Run run = bench.report(
                        "awscli", bench.baselines().awscli(bench.stores().small()));
                cli.add((run.traffic().firstMicros() - run.process().startedMicros()) / 1e6);
            });
            found.stated(
                    "start until the first request: launcher / Debian's awscli",
                    "",
                    launcher.over(cli),
                    "%.2f s / %.2f s".formatted(launcher.median(), cli.median()));
        } else {
            found.missing(
                    "start until the first request: launcher / Debian's awscli",
                    Target.STATED,
                    "no /usr/bin/aws (Debian: awscli), or no launcher");
        }
    }

    private static Samples measure(Workbench bench, Findings found, int feature, Path home) {
        String what = "start until the first request, JDK %d: launcher / java -jar".formatted(feature);
        Target target =
                AT_MOST.containsKey(feature) ? Target.atMost(AT_MOST.getOrDefault(feature, 1.0)) : Target.STATED;
        RollcallProcess jar = new RollcallProcess(
                LaunchCommand.jar(home), Map.of(), bench.rollcall().folder(), bench.provider());
        Path packaged = LaunchCommand.launcher(feature, home, bench.settings().folder());
        RollcallProcess launcher = new RollcallProcess(
                List.of(packaged.toString()),
                Map.of("JAVA_HOME", home.toString()),
                bench.rollcall().folder(),
                bench.provider());
        Samples jars = new Samples();
        Samples launchers = new Samples();
        bench.rounds().run(() -> jars.add(start(bench, "java -jar, JDK " + feature, jar)), () -> {
            if (Files.isExecutable(packaged)) {
                launchers.add(start(bench, "launcher, JDK " + feature, launcher));
            }
        });
        if (launchers.isEmpty()) {
            found.missing(what, target, "there is no launcher; java -jar takes %.2f s".formatted(jars.median()));
        } else {
            found.row(
                    what, target, launchers.over(jars), "%.2f s / %.2f s".formatted(launchers.median(), jars.median()));
        }
        return launchers;
    }

    private static double start(Workbench bench, String what, RollcallProcess rollcall) {
        try (BenchmarkServer.Database database = bench.fresh()) {
            RollcallProcess.Run run = rollcall.sync(
                    RollcallProcess.Job.unlimited(bench.stores().small(), Workbench.WORKERS),
                    RollcallProcess.Conditions.NONE,
                    database);
            return bench.report(what, run).startSeconds();
        }
    }

    /** The JDK in use, and one of version 25 beside it if there is one. */
    private static Map<Integer, Path> jdks() {
        Map<Integer, Path> jdks = new LinkedHashMap<>();
        Path home = Path.of(System.getProperty("java.home"));
        jdks.put(Runtime.version().feature(), home);
        beside(home).ifPresent(other -> jdks.putIfAbsent(25, other));
        return jdks;
    }

    private static Optional<Path> beside(Path home) {
        try (Stream<Path> others = Files.list(home.resolveSibling("."))) {
            return others.filter(other -> other.getFileName().toString().contains("25"))
                    .filter(other -> Files.isExecutable(other.resolve("bin").resolve("java")))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
