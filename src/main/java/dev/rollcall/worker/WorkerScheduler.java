package dev.rollcall.worker;

import com.github.kagkarlsson.scheduler.PollingStrategyConfig;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.TaskRepository;
import com.github.kagkarlsson.scheduler.Waiter;
import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** db-scheduler, set up for sources: its builder knows no tasks that come and go, and looks for the dead too seldom. */
final class WorkerScheduler extends Scheduler {
    /** How long a stop waits for the runs, before their threads are interrupted. */
    private static final Duration STOP = Duration.ofMillis(8_500);

    /** Its usual limits starve quick sources behind slow ones: it fetches as soon as one thread is free. */
    private static final PollingStrategyConfig FETCH =
            new PollingStrategyConfig(PollingStrategyConfig.Type.LOCK_AND_FETCH, 0.99, 1.0);

    /** Longer than for ever: hosts may have different job files, and one deletes no other's tasks. */
    private static final Duration NEVER = Duration.ofDays(365_000);

    /** @param housekeeper stopped with the scheduler */
    WorkerScheduler(
            ServerClock clock,
            TaskRepository repository,
            KnownTasks tasks,
            WorkerCapacity capacity,
            WorkerLimits limits,
            SchedulerName name,
            SchedulerListener listener,
            ScheduledExecutorService housekeeper) {
        super(
                clock,
                repository,
                repository,
                tasks,
                capacity.atOnce(),
                Executors.newFixedThreadPool(capacity.atOnce(), WorkerThreads.named("worker-run-")),
                name,
                new Waiter(limits.look(), clock),
                limits.heartbeat(),
                WorkerLimits.MISSED,
                List.of(listener),
                List.of(),
                FETCH,
                NEVER,
                STOP,
                LogLevel.OFF,
                false,
                List.of(),
                Executors.newSingleThreadExecutor(WorkerThreads.named("worker-due-")),
                housekeeper);
    }

    /** Looks for sources whose worker is dead. */
    void takeOver() {
        detectDeadExecutions();
    }
}
