package dev.rollcall.worker;

import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import dev.rollcall.directory.Blame;
import dev.rollcall.directory.InternalException;
import dev.rollcall.directory.LogFields;
import dev.rollcall.directory.RollcallException;
import dev.rollcall.source.Schedule;
import dev.rollcall.source.Source;
import dev.rollcall.sync.Progress;
import dev.rollcall.sync.SyncListener;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncRunner;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessException;

/**
 * One scheduled run of a source: whether it is due at all, the run itself, and when the source is due next. Throws
 * nothing, whatever becomes of it. Safe for use by several threads.
 */
final class ScheduledRun {
    private static final Logger log = LoggerFactory.getLogger(ScheduledRun.class);

    private static final SyncListener NOBODY = new SyncListener() {
        @Override
        public void started(Source source, Progress progress) {}

        @Override
        public void ended(Source source, SyncResult result) {}
    };

    private final SyncRunner runner;
    private final TaskTable table;
    private final KnownTasks tasks;
    private final ServerClock clock;
    private final WorkerLimits limits;
    private final BooleanSupplier stopping;

    /** @param stopping whether the worker is told to end, so that no run may begin */
    ScheduledRun(
            SyncRunner runner,
            TaskTable table,
            KnownTasks tasks,
            ServerClock clock,
            WorkerLimits limits,
            BooleanSupplier stopping) {
        this.runner = runner;
        this.table = table;
        this.tasks = tasks;
        this.clock = clock;
        this.limits = limits;
        this.stopping = stopping;
    }

    /** Runs a source that this worker picked. */
    CompletionHandler<Void> run(String name, Execution picked) {
        MDC.put(LogFields.SOURCE, name);
        try {
            ScheduledSource scheduled = tasks.source(name);
            Instant next = scheduled == null ? clock.now() : next(scheduled, picked);
            return (complete, operations) -> finish(name, next, complete, operations);
        } catch (RuntimeException e) {
            log.error("the run failed in a way that is not foreseen", e);
            Instant next = clock.now().plus(limits.retry());
            return (complete, operations) -> finish(name, next, complete, operations);
        } finally {
            MDC.remove(LogFields.SOURCE);
        }
    }

    private Instant next(ScheduledSource scheduled, Execution picked) {
        Source source = scheduled.source();
        Schedule schedule = Objects.requireNonNull(source.schedule(), "it is scheduled");
        String worker = Objects.requireNonNull(picked.pickedBy, "it is picked");
        try {
            // Another host's file may have written it: what follows is by this one.
            table.adopt(source.name(), scheduled.jobFile(), worker, picked.version);
            Instant counted = DueTimes.counted(schedule, table.lastReading(source.name()));
            if (counted != null && counted.isAfter(clock.now())) {
                log.info("was read since it came due: due at {}", seconds(counted));
                return prioritized(source.name(), counted);
            }
            if (stopping.getAsBoolean()) {
                return clock.now();
            }
            endLostRun(source.name(), worker, picked);
            return picked.consecutiveFailures >= WorkerLimits.KILLED
                    ? parked(source)
                    : prioritized(source.name(), dueAfter(source, schedule));
        } catch (DataAccessException e) {
            if (!stopping.getAsBoolean()) {
                log.warn("the database does not answer: the run is tried again");
                log.debug("why", e);
            }
            return stopping.getAsBoolean() ? clock.now() : clock.now().plus(limits.busy());
        }
    }

    private void endLostRun(String source, String worker, Execution picked) {
        List<String> ended = table.endLostRun(source, worker, picked.version);
        ended.forEach(session -> log.warn(
                "the session of a worker that gives no sign of life held the source, and is ended: {}", session));
    }

    private Instant parked(Source source) {
        InternalException why = new InternalException(
                "parked: " + WorkerLimits.KILLED
                        + " workers in a row were killed while they read the source; sync it by"
                        + " hand, or change its job file, and workers read it again",
                null);
        log.error(why.getMessage());
        runner.recordRefusal(List.of(source), why);
        return TaskTable.NEVER;
    }

    /** Reads the source, and returns when it is due again. */
    private Instant dueAfter(Source source, Schedule schedule) {
        SyncResult result;
        try {
            result = runner.run(List.of(source), SyncOptions.DEFAULT, NOBODY).get(0);
        } catch (RollcallException refused) {
            log.error(refused.getMessage());
            Instant now = clock.now();
            return refused.blame() == Blame.CONFIGURATION ? schedule.next(now) : now.plus(limits.busy());
        }
        Instant now = clock.now();
        boolean broken = stopping.getAsBoolean() && result.outcome() == SyncResult.Outcome.FAILED;
        return broken ? now : dueAfter(result, schedule, now);
    }

    private Instant dueAfter(SyncResult result, Schedule schedule, Instant now) {
        return switch (result.outcome()) {
            case PUBLISHED, GUARDED, DRY_RUN -> afterReading(result.source(), schedule, now);
            case BUSY -> now.plus(limits.busy());
            case STOPPED -> now;
            case FAILED ->
                isRetried(result)
                        ? DueTimes.retry(schedule, table.lastReading(result.source()), now, limits.retry())
                        : schedule.next(now);
        };
    }

    private Instant afterReading(String source, Schedule schedule, Instant now) {
        Instant counted = DueTimes.counted(schedule, table.lastReading(source));
        return counted == null || !counted.isAfter(now) ? schedule.next(now) : counted;
    }

    /** What the user has to put right first is not tried again before its time. */
    private static boolean isRetried(SyncResult result) {
        return result.error() == null || result.error().blame() != Blame.CONFIGURATION;
    }

    private Instant prioritized(String source, Instant next) {
        table.prioritize(source, table.lastReading(source).priority());
        return next;
    }

    private void finish(String name, Instant next, ExecutionComplete complete, ExecutionOperations<Void> operations) {
        MDC.put(LogFields.SOURCE, name);
        try {
            if (tasks.source(name) == null) {
                operations.remove();
                log.info("has no job file any more, or no schedule: no worker of this host reads it");
                return;
            }
            // A parked source keeps its count: status and people may ask why.
            operations.reschedule(next.equals(TaskTable.NEVER) ? failure(complete) : complete, next);
            if (!next.equals(TaskTable.NEVER) && !stopping.getAsBoolean()) {
                log.info("due at {}", seconds(next));
            }
        } catch (ExecutionException e) {
            log.warn("another worker took the source over, or its row was removed");
            log.debug("why", e);
        } finally {
            MDC.remove(LogFields.SOURCE);
        }
    }

    private ExecutionComplete failure(ExecutionComplete complete) {
        Instant now = clock.now();
        return ExecutionComplete.failure(complete.getExecution(), now, now, null);
    }

    /** What a run threw in spite of all: an error of Java's. It is tried again, and counts as killed. */
    void finishUnforeseen(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        String name = complete.getExecution().taskInstance.getTaskName();
        Throwable why = complete.getCause().orElse(null);
        MDC.put(LogFields.SOURCE, name);
        try {
            log.error("the run failed in a way that is not foreseen", why);
            operations.reschedule(complete, clock.now().plus(limits.retry()));
        } catch (ExecutionException e) {
            log.debug("another worker took the source over", e);
        } finally {
            MDC.remove(LogFields.SOURCE);
        }
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
