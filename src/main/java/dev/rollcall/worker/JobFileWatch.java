package dev.rollcall.worker;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.LogFields;
import dev.rollcall.source.JobFiles;
import dev.rollcall.source.Source;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Reads the job files again and again: new sources get a due time, changed ones another, those that have gone lose
 * theirs. What is wrong with a job file is told once, and its source goes on as it was. For one thread.
 */
final class JobFileWatch {
    private static final Logger log = LoggerFactory.getLogger(JobFileWatch.class);

    private final JobFiles files;
    private final TaskTable table;
    private final KnownTasks tasks;
    private final WorkerCapacity capacity;
    private final Function<String, SourceTask> newTask;
    private final ServerClock clock;
    /** Digests of this host's files as they were when last written, or found written. */
    private final Map<String, String> written = new HashMap<>();

    private Map<String, String> told = Map.of();
    private boolean first = true;

    JobFileWatch(
            JobFiles files,
            TaskTable table,
            KnownTasks tasks,
            WorkerCapacity capacity,
            Function<String, SourceTask> newTask,
            ServerClock clock) {
        this.files = files;
        this.table = table;
        this.tasks = tasks;
        this.capacity = capacity;
        this.newTask = newTask;
        this.clock = clock;
    }

    /** @throws org.springframework.dao.DataAccessException when the database does not answer: what was seen is kept */
    void look() {
        clock.set();
        Map<String, ScheduledSource> before = tasks.sources();
        Map<String, ScheduledSource> now = described(before);
        tasks.set(now, newTask);
        before.keySet().stream().filter(name -> !now.containsKey(name)).forEach(this::remove);
        write(now);
        first = false;
    }

    private Map<String, ScheduledSource> described(Map<String, ScheduledSource> before) {
        Map<String, String> wrong = new TreeMap<>();
        Map<String, ScheduledSource> now = new TreeMap<>();
        try {
            JobFiles.Loaded loaded = files.loadEach();
            loaded.sources().stream()
                    .filter(source -> source.schedule() != null)
                    .forEach(source -> now.put(source.name(), scheduled(source, loaded)));
            loaded.wrong().forEach((name, why) -> {
                wrong.put(name, String.valueOf(why.getMessage()));
                ScheduledSource known = before.get(name);
                if (known != null) {
                    now.put(name, known);
                }
            });
        } catch (ConfigurationException e) {
            // A folder that is empty or gone is more likely a mount that failed than the end of all sources.
            wrong.put("", String.valueOf(e.getMessage()));
            now.putAll(before);
        }
        wrong.forEach((name, why) -> {
            if (!why.equals(told.get(name))) {
                log.error("{}; what was known of it before stays", why);
            }
        });
        told = wrong;
        return now;
    }

    private ScheduledSource scheduled(Source source, JobFiles.Loaded loaded) {
        String digest = Objects.requireNonNull(loaded.digests().get(source.name()), "it was read");
        return new ScheduledSource(capacity.fitted(source), digest);
    }

    private void remove(String name) {
        written.remove(name);
        table.remove(name);
        about(name, () -> log.info("has no job file any more, or no schedule: no worker of this host reads it"));
    }

    /**
     * Where the files of two hosts differ, each writes its own once: at its first look, and when it has changed. Else they
     * would write in turn for ever.
     */
    private void write(Map<String, ScheduledSource> now) {
        Map<String, TaskTable.Row> rows =
                table.rows(now.keySet()).stream().collect(Collectors.toMap(TaskTable.Row::source, Function.identity()));
        now.forEach((name, scheduled) -> {
            TaskTable.Row row = rows.get(name);
            String file = scheduled.jobFile();
            if (row == null || (!file.equals(row.jobFile()) && !file.equals(written.get(name)))) {
                put(scheduled, row != null);
                return;
            }
            written.put(name, file);
            if (row.freed()) {
                free(scheduled.source());
            }
        });
    }

    /** Tried again at the next look where it is not written, since a worker reads the source. */
    private void put(ScheduledSource scheduled, boolean known) {
        Source source = scheduled.source();
        LastReading last = table.lastReading(source.name());
        Instant due = due(source, last);
        if (!table.put(source.name(), scheduled.jobFile(), due, last.priority(), clock.now())) {
            return;
        }
        written.put(source.name(), scheduled.jobFile());
        if (!(first && !known)) {
            about(
                    source.name(),
                    () -> log.info("{}: due at {}", known ? "its job file changed" : "is new", seconds(due)));
        }
    }

    private void free(Source source) {
        Instant due = due(source, table.lastReading(source.name()));
        if (table.free(source.name(), due)) {
            about(source.name(), () -> log.info("was published, and is parked no longer: due at {}", seconds(due)));
        }
    }

    private Instant due(Source source, LastReading last) {
        return DueTimes.first(Objects.requireNonNull(source.schedule(), "it is scheduled"), last, clock.now());
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static void about(String source, Runnable line) {
        MDC.put(LogFields.SOURCE, source);
        try {
            line.run();
        } finally {
            MDC.remove(LogFields.SOURCE);
        }
    }
}
