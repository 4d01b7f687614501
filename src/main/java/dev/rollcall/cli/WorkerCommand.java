package dev.rollcall.cli;

import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.metrics.OtlpExport;
import dev.rollcall.source.JobFiles;
import dev.rollcall.source.Source;
import dev.rollcall.sync.ConnectionLimit;
import dev.rollcall.sync.SyncRunner;
import dev.rollcall.worker.Worker;
import dev.rollcall.worker.WorkerCapacity;
import dev.rollcall.worker.WorkerLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Syncs sources by their schedules, until a signal ends it. */
@Command(
        name = "worker",
        description = "Stays, and syncs the sources of its job files when their schedules say so.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%n",
        footer = {
            "Any number of workers, on any number of hosts, share one database: each source is",
            "read by one of them at a time. A job file says when its source is due:",
            "  schedule: \"17 2 * * *\"     five cron fields, or every 6h",
            "  time-zone: Europe/Berlin   whose clock that is; UTC where left out",
            "A changed, new or removed job file counts within a minute. SIGTERM ends the runs",
            "at their next checkpoint, within 10 seconds; another worker goes on with them.",
            "",
            "Environment: ROLLCALL_DB_URL, ROLLCALL_DB_USER, ROLLCALL_DB_PASSWORD or",
            "ROLLCALL_DB_PASSWORD_FILE, ROLLCALL_JOBS; see 'rollcall --help'.",
            "",
            "Exit codes: 1 the database can't be reached, 2 usage or configuration, 143 or 130",
            "by a signal.",
            "",
            "Examples:",
            "  rollcall worker",
            "  rollcall worker --connections 40"
        })
final class WorkerCommand implements Callable<Integer> {
    /** A property of Java, for tests that can't wait so long. */
    private static final String HEARTBEAT = "rollcall.worker.heartbeat-millis";

    private final CommandContext context;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Connections to the database, all that the process opens. Default: 24.")
    private int connections = WorkerCapacity.CONNECTIONS;

    @Option(
            names = "--at-once",
            paramLabel = "N",
            description = "Sources that are read at once. Default: as many as the connections permit, at most 4.")
    private @Nullable Integer atOnce;

    @Mixin
    private final JobFolder folder = new JobFolder();

    WorkerCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (atOnce != null && atOnce < 1) {
            throw new UsageException("--at-once: expected 1 or more");
        }
        JobFiles files = folder.files(context);
        List<Source> scheduled = files.loadAll().stream()
                .filter(source -> source.schedule() != null)
                .toList();
        if (scheduled.isEmpty()) {
            throw new ConfigurationException(
                    "no job file says when its source is due: expected the key schedule in at least one");
        }
        WorkerCapacity capacity = WorkerCapacity.of(connections, atOnce, scheduled);
        // Refuses a proxy that can't be used: no source could be read.
        new Network(context.environment()).describe();
        DatabaseSettings settings = DatabaseSettings.from(context.environment());
        try (Database database = new Database(settings, capacity.pool(), Worker.PROGRAM)) {
            try (SlowWorkNotice notice = new SlowWorkNotice(context)) {
                notice.begin("looking at the database, and applying what is pending of its schema");
                Preconditions.migrated(database, capacity.connections())
                        .requireSchema(scheduled.stream().map(Source::name).toList());
            }
            Database apart = Worker.database(settings, capacity);
            stay(files, capacity, database, apart);
        }
        return ExitCodes.ofSignal();
    }

    /** @param apart of the scheduler alone */
    private void stay(JobFiles files, WorkerCapacity capacity, Database database, Database apart)
            throws InterruptedException {
        AtomicReference<@Nullable Worker> started = new AtomicReference<>();
        OtlpExport metrics = SentMetrics.start(context.environment(), database, () -> {
            Worker worker = started.get();
            return worker == null ? List.of() : worker.sources();
        });
        Network network =
                metrics == null ? new Network(context.environment()) : new Network(context.environment(), metrics);
        ConnectionLimit limit = new ConnectionLimit(capacity.ofRuns());
        try (ConfigurableApplicationContext application = SyncContext.start(database, network, limit);
                metrics;
                Worker worker = Worker.start(apart, application.getBean(SyncRunner.class), files, capacity, limits())) {
            started.set(worker);
            CountDownLatch end = new CountDownLatch(1);
            // A signal closes the context, and with it the runs: none may begin from then on.
            application.addApplicationListener((ApplicationListener<ContextClosedEvent>) closed -> {
                worker.beginStop();
                end.countDown();
            });
            if (!application.isActive()) {
                end.countDown();
            }
            end.await();
        }
    }

    private static WorkerLimits limits() {
        Long millis = Long.getLong(HEARTBEAT);
        return millis == null ? WorkerLimits.DEFAULT : new WorkerLimits(Duration.ofMillis(millis));
    }
}
