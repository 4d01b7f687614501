package dev.rollcall.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The processes, the databases and the prepared directories that all parts of the benchmark measure with. */
final class Workbench implements AutoCloseable {
    /** The default of job files. */
    static final int WORKERS = 8;

    private final BenchmarkSettings settings;
    private final PrintStream out;
    private final Stores stores;
    private final ProviderProcess provider;
    private final BenchmarkServer postgres;
    private final RollcallProcess rollcall;
    private final Baselines baselines;
    private final BenchmarkServer.Database schema;

    /** The prepared directories. */
    record Stores(
            PreparedDirectory small,
            PreparedDirectory company,
            PreparedDirectory cut,
            PreparedDirectory giant,
            PreparedDirectory skewed) {
        static Stores prepare(BenchmarkScale scale, Path folder) {
            return new Stores(
                    PreparedDirectory.prepare(folder, "small", 1, scale.small()),
                    PreparedDirectory.prepare(folder, "company", 2, scale.company()),
                    PreparedDirectory.prepare(folder, "cut", 3, scale.cut()),
                    PreparedDirectory.prepare(folder, "giant", 4, scale.giant()),
                    PreparedDirectory.prepare(folder, "skewed", 5, scale.skewed()));
        }

        List<PreparedDirectory> all() {
            return List.of(small, company, cut, giant, skewed);
        }
    }

    Workbench(BenchmarkSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
        Path folder = settings.folder();
        try {
            Files.createDirectories(folder.resolve("logs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.stores = Stores.prepare(settings.scale(), folder);
        this.provider =
                ProviderProcess.start(stores.all(), folder.resolve("logs").resolve("provider.err"));
        this.postgres = BenchmarkServer.start(folder.resolve("postgres"));
        this.rollcall = new RollcallProcess(
                settings.packaged() ? LaunchCommand.best() : LaunchCommand.classes(),
                Map.of(),
                folder.resolve("logs"),
                provider);
        this.baselines = new Baselines(folder.resolve("logs"), provider);
        this.schema = postgres.createEmpty();
        rollcall.migrate(schema);
        stores.all()
                .forEach(store -> print("%s: %d groups, %d memberships, %d users, %d pages of 100 at least"
                        .formatted(
                                store.name(),
                                store.shape().groups(),
                                store.shape().memberships(),
                                store.shape().users(),
                                store.pages())));
    }

    BenchmarkSettings settings() {
        return settings;
    }

    BenchmarkScale scale() {
        return settings.scale();
    }

    Stores stores() {
        return stores;
    }

    ProviderProcess provider() {
        return provider;
    }

    BenchmarkServer postgres() {
        return postgres;
    }

    RollcallProcess rollcall() {
        return rollcall;
    }

    Baselines baselines() {
        return baselines;
    }

    Rounds rounds() {
        return new Rounds(settings.runs());
    }

    /** A database that holds only the schema. */
    BenchmarkServer.Database fresh() {
        return postgres.create(schema.name());
    }

    /** Syncs into a fresh database. */
    RollcallProcess.Run first(RollcallProcess.Job job, RollcallProcess.Conditions conditions) {
        try (BenchmarkServer.Database database = fresh()) {
            return report("rollcall", rollcall.sync(job, conditions, database));
        }
    }

    /** Reads with the bare vendor client. */
    Baselines.Run bareClient(PreparedDirectory store, int workers, RollcallProcess.Conditions conditions) {
        return report("bare client", baselines.clientFloor(store, workers, conditions));
    }

    RollcallProcess.Run report(String what, RollcallProcess.Run run) {
        print(what + ": " + run.phases());
        return run;
    }

    Baselines.Run report(String what, Baselines.Run run) {
        print(String.format(
                Locale.ROOT,
                "%s: whole %.2f s (cpu %.2f); %d requests in %.2f s",
                what,
                run.process().seconds(),
                run.process().cpuSeconds(),
                run.traffic().requests(),
                run.traffic().seconds()));
        return run;
    }

    void print(String line) {
        out.println(LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }

    @Override
    public void close() {
        provider.close();
        postgres.close();
    }
}
