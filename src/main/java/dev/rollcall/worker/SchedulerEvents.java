package dev.rollcall.worker;

import com.github.kagkarlsson.scheduler.CurrentlyExecuting;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.Execution;
import dev.rollcall.directory.LogFields;
import dev.rollcall.sync.SyncRunner;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What the scheduler meets: told in our words, and a run whose sign of life fails is stopped. */
final class SchedulerEvents extends AbstractSchedulerListener {
    private static final Logger log = LoggerFactory.getLogger(SchedulerEvents.class);

    private final SyncRunner runner;
    private final AtomicBoolean failing = new AtomicBoolean();

    SchedulerEvents(SyncRunner runner) {
        this.runner = runner;
    }

    @Override
    public void onExecutionDead(Execution execution) {
        MDC.put(LogFields.SOURCE, execution.getTaskName());
        try {
            log.warn(
                    "worker {} read it, and gives no sign of life since {}: due again at once",
                    execution.pickedBy,
                    execution.lastHeartbeat);
        } finally {
            MDC.remove(LogFields.SOURCE);
        }
    }

    /** A sign of life that comes too late for another worker, or that the database does not take, ends the run. */
    @Override
    public void onExecutionFailedHeartbeat(CurrentlyExecuting executing) {
        String source = executing.getExecution().getTaskName();
        MDC.put(LogFields.SOURCE, source);
        try {
            if (runner.stop(source)) {
                log.warn("its sign of life could not be written, or came too late: the run stops");
            }
        } finally {
            MDC.remove(LogFields.SOURCE);
        }
    }

    @Override
    public void onSchedulerEvent(SchedulerEventType type) {
        switch (type) {
            case UNEXPECTED_ERROR -> failed();
            case RAN_DETECT_DEAD -> worked();
            default -> {}
        }
    }

    /** The database did not answer. Told once, until it does. */
    void failed() {
        if (failing.compareAndSet(false, true)) {
            log.warn("the database does not tell what is due; asked again until it does");
        }
    }

    /** The database answered. */
    void worked() {
        if (failing.compareAndSet(true, false)) {
            log.info("the database tells again what is due");
        }
    }
}
