package dev.rollcall.worker;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.Resolvable;
import com.github.kagkarlsson.scheduler.TaskResolver;
import com.github.kagkarlsson.scheduler.event.SchedulerListeners;
import com.github.kagkarlsson.scheduler.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sources of this host's job files, each with its task. They change while the scheduler runs: db-scheduler's own
 * resolver keeps those that it was started with. Tasks of other hosts are none of ours, and never deleted. Safe for use
 * by several threads.
 */
final class KnownTasks extends TaskResolver {
    private final Map<String, SourceTask> tasks = new ConcurrentHashMap<>();
    private volatile Map<String, ScheduledSource> sources = Map.of();

    KnownTasks(Clock clock) {
        super(new SchedulerListeners(List.of()), clock, List.of());
    }

    /**
     * Sets which sources there are.
     *
     * @param newTask makes the task of a source's name
     */
    void set(Map<String, ScheduledSource> now, Function<String, SourceTask> newTask) {
        now.keySet().forEach(name -> tasks.computeIfAbsent(name, newTask));
        sources = Map.copyOf(now);
    }

    /** The source as its job file describes it now; null where there is none. */
    @Nullable
    ScheduledSource source(String name) {
        return sources.get(name);
    }

    Map<String, ScheduledSource> sources() {
        return sources;
    }

    Set<String> names() {
        return sources.keySet();
    }

    /** A source that has gone keeps its task, for a run that is still under way. */
    @Override
    @SuppressWarnings("rawtypes")
    public Optional<Task> resolve(Resolvable resolvable, boolean excludeOthers) {
        return Optional.ofNullable(tasks.get(resolvable.getTaskName()));
    }

    @Override
    public List<UnresolvedTask> getUnresolved() {
        return List.of();
    }

    @Override
    public List<String> getUnresolvedTaskNames(Duration unresolvedFor) {
        return List.of();
    }
}
