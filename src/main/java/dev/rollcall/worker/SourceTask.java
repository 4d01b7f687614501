package dev.rollcall.worker;

import com.github.kagkarlsson.scheduler.task.AbstractTask;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The task of one source, named by it. Its rows are written by {@link TaskTable}, never by db-scheduler's client. */
final class SourceTask extends AbstractTask<Void> {
    private final ScheduledRun run;

    /**
     * A task.
     *
     * @param now of the database
     * @param revived learns that the source is due again since its worker died
     */
    SourceTask(String source, ScheduledRun run, Supplier<Instant> now, Consumer<String> revived) {
        super(
                source,
                Void.class,
                // No run throws, so that failures in a row count killed workers alone; what is not foreseen is tried
                // again.
                (complete, operations) -> run.finishUnforeseen(complete, operations),
                (complete, operations) -> revive(source, complete, operations, now, revived));
        this.run = run;
    }

    private static void revive(
            String source,
            ExecutionComplete complete,
            ExecutionOperations<Void> operations,
            Supplier<Instant> now,
            Consumer<String> revived) {
        operations.reschedule(complete, now.get());
        revived.accept(source);
    }

    @Override
    public CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
        return run.run(getName(), context.getExecution());
    }

    @Override
    public SchedulableInstance<Void> schedulableInstance(String id) {
        throw new UnsupportedOperationException("rows are written by TaskTable");
    }

    @Override
    public SchedulableInstance<Void> schedulableInstance(String id, Void data) {
        throw new UnsupportedOperationException("rows are written by TaskTable");
    }
}
