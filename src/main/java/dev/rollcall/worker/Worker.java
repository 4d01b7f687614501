package dev.rollcall.worker;

import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.TaskRepository;
import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepository;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import dev.rollcall.database.Database;
import dev.rollcall.database.DatabaseSettings;
import dev.rollcall.database.DeclaredConnections;
import dev.rollcall.source.JobFiles;
import dev.rollcall.source.Source;
import dev.rollcall.store.source.RunIdentity;
import dev.rollcall.sync.SyncRunner;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Syncs the sources of a folder of job files by their schedules, until it is closed. Safe for use by several threads. */
public final class Worker implements AutoCloseable {
    /** The first word of the names of a worker's sessions: by it a worker tells another's run from one by hand. */
    public static final String PROGRAM = "rollcall-worker";

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    /** For signs of life, for what is due, for the dead and for the job files, and one to spare. */
    private static final int HOUSEKEEPERS = 5;

    private static final int LONGEST_HOST = 24;

    private final Database database;
    private final KnownTasks tasks;
    private final WorkerScheduler scheduler;
    private volatile boolean stopping;

    private Worker(Database database, SyncRunner runner, JobFiles files, WorkerCapacity capacity, WorkerLimits limits) {
        this.database = database;
        ServerClock clock = new ServerClock(JdbcClient.create(database.pool()));
        TaskTable table = new TaskTable(database.pool());
        this.tasks = new KnownTasks(clock);
        ScheduledExecutorService housekeeper =
                Executors.newScheduledThreadPool(HOUSEKEEPERS, WorkerThreads.named("worker-housekeeper-"));
        SchedulerEvents events = new SchedulerEvents(runner);
        SchedulerName name = new SchedulerName.Fixed(name());
        this.scheduler =
                new WorkerScheduler(clock, repository(name, clock), tasks, capacity, limits, name, events, housekeeper);
        ScheduledRun run = new ScheduledRun(runner, table, tasks, clock, limits, () -> stopping);
        JobFileWatch watch = new JobFileWatch(
                files,
                table,
                tasks,
                capacity,
                source -> new SourceTask(source, run, clock::now, revived -> scheduler.triggerCheckForDueExecutions()),
                clock);
        watch.look();
        scheduler.start();
        repeat(housekeeper, scheduler::takeOver, limits.look().toMillis(), events);
        repeat(housekeeper, watch::look, limits.jobFiles().toMillis(), events);
    }

    /**
     * Starts.
     *
     * @param database the worker's own, as {@link #database} makes it. Closed with the worker
     * @param runner reads the sources, with {@link WorkerCapacity#ofRuns} connections of another database
     * @throws org.springframework.dao.DataAccessException when the database does not answer
     */
    public static Worker start(
            Database database, SyncRunner runner, JobFiles files, WorkerCapacity capacity, WorkerLimits limits) {
        Worker worker = new Worker(database, runner, files, capacity, limits);
        log.info(
                "sources scheduled: {}; read at once: {}; connections: at most {}",
                worker.sources().size(),
                capacity.atOnce(),
                capacity.connections());
        return worker;
    }

    /**
     * The scheduler's own connections, so that signs of life never wait behind runs. Their names say how many the process
     * may open in all, by which others count the fleet.
     */
    public static Database database(DatabaseSettings settings, WorkerCapacity capacity) {
        String name = DeclaredConnections.sessionName(
                PROGRAM, capacity.connections(), number() + " " + RunIdentity.process() + " " + RunIdentity.host());
        return new Database(settings, WorkerCapacity.SCHEDULER, name);
    }

    /** The sources that are scheduled now. */
    public List<Source> sources() {
        return tasks.sources().values().stream().map(ScheduledSource::source).toList();
    }

    private TaskRepository repository(SchedulerName name, ServerClock clock) {
        return new JdbcTaskRepository(
                database.pool(),
                true,
                new DueTasks(tasks),
                TaskTable.NAME,
                tasks,
                name,
                Serializer.DEFAULT_JAVA_SERIALIZER,
                true,
                clock);
    }

    private static void repeat(ScheduledExecutorService threads, Runnable work, long millis, SchedulerEvents events) {
        ScheduledFuture<?> unused = threads.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        log.debug("why", e);
                        events.failed();
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }

    /** A name that no other worker has, of at most the 50 characters that db-scheduler keeps. */
    private static String name() {
        String host = RunIdentity.host();
        return host.substring(0, Math.min(host.length(), LONGEST_HOST)) + " " + RunIdentity.process() + " " + number();
    }

    /** Tells workers apart whose host and process are of the same names, as in containers. */
    private static String number() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /** Reads no further source from now on. Those under way go on until whoever runs them stops them. */
    public void beginStop() {
        stopping = true;
        scheduler.pause();
    }

    /** Reads no further source. Those under way are due again at once, once whoever stops them has done so. */
    @Override
    public void close() {
        beginStop();
        scheduler.stop();
        database.close();
    }
}
