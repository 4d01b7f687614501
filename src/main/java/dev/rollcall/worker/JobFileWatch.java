package dev.rollcall.worker;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.LogFields;
import dev.rollcall.source.JobFiles;
import dev.rollcall.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
        Map<String, Source> before = tasks.sources();
        Map<String, Source> now = described(before);
        tasks.set(now, newTask);
        before.keySet().stream().filter(name -> !now.containsKey(name)).forEach(this::remove);
        write(now);
        first = false;
    }

    private Map<String, Source> described(Map<String, Source> before) {
        Map<String, String> wrong = new TreeMap<>();
        Map<String, Source> now = new TreeMap<>();
        try {
            JobFiles.Loaded loaded = files.loadEach();
            loaded.sources().stream()
                    .filter(source -> source.schedule() != null)
                    .forEach(source -> now.put(source.name(), capacity.fitted(source)));
            loaded.wrong().forEach((name, why) -> {
                wrong.put(name, String.valueOf(why.getMessage()));
                Source known = before.get(name);
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

    private void remove(String name) {
        table.remove(name);
        about(name, () -> log.info("has no job file any more, or no schedule: no worker of this host reads it"));
    }

    private void write(Map<String, Source> now) {
        Map<String, TaskTable.Row> rows =
                table.rows(now.keySet()).stream().collect(Collectors.toMap(TaskTable.Row::source, Function.identity()));
        Set<String> unread = new HashSet<>();
        now.values().forEach(source -> {
            String file = digest(source);
            if (file == null) {
                unread.add(source.name());
                return;
            }
            TaskTable.Row row = rows.get(source.name());
            if (row == null || !file.equals(row.jobFile())) {
                put(source, file, row != null);
            } else if (row.freed()) {
                free(source);
            }
        });
        if (!unread.isEmpty()) {
            log.debug("job files that could not be read a second time: {}", unread);
        }
    }

    private void put(Source source, String file, boolean known) {
        LastReading last = table.lastReading(source.name());
        Instant due = due(source, last);
        if (table.put(source.name(), file, due, last.priority(), clock.now()) && !(first && !known)) {
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

    /** Of the file as it stands: hosts that have the same file agree, wherever they keep it. Null where it has gone. */
    private static @Nullable String digest(Source source) {
        try {
            byte[] file = Files.readAllBytes(source.file());
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (IOException e) {
            return null;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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
