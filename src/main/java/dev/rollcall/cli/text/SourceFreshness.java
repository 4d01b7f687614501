package dev.rollcall.cli.text;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.source.Schedule;
import dev.rollcall.source.Source;
import dev.rollcall.store.snapshot.SourceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A source's status, and how fresh it ought to be.
 *
 * @param status null when the database does not know the source
 * @param jobFile what its job file says; null when there is none
 */
public record SourceFreshness(
        String name,
        @Nullable SourceStatus status,
        @Nullable Source jobFile) {
    private static final Comparator<SourceFreshness> BAD_FIRST = Comparator.comparing(SourceFreshness::state);

    /** What a person has to know of it first, gravest first. A source is in the first one that holds. */
    public enum State {
        /** Its last run failed. */
        FAILED,
        /** A snapshot awaits consent. */
        GUARDED,
        /** Workers read it no more, since several in a row were killed while they did. */
        PARKED,
        /** What is published is older than its job file wants it. */
        STALE,
        /** Nothing was ever published. */
        NEVER_READ,
        FRESH;

        /** For a person. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * Of the sources named, in that order; without names, of all that are described or in the database, by state, and
     * by name where that is the same.
     *
     * @param described by job files
     * @param statuses of the sources in the database
     * @throws ConfigurationException when a named source is neither described nor in the database
     */
    public static List<SourceFreshness> of(
            List<String> names, Collection<Source> described, List<SourceStatus> statuses) {
        Map<String, SourceFreshness> all = byName(described, statuses);
        if (names.isEmpty()) {
            return all.values().stream().sorted(BAD_FIRST).toList();
        }
        return names.stream().distinct().map(name -> require(all, name)).toList();
    }

    /** Of all that are described by job files or in the database, in order of name. */
    private static Map<String, SourceFreshness> byName(Collection<Source> described, List<SourceStatus> statuses) {
        Map<String, SourceFreshness> all = new TreeMap<>();
        described.forEach(source -> all.put(source.name(), new SourceFreshness(source.name(), null, source)));
        statuses.forEach(status -> all.compute(
                status.name(),
                (name, source) -> new SourceFreshness(name, status, source == null ? null : source.jobFile())));
        return all;
    }

    private static SourceFreshness require(Map<String, SourceFreshness> all, String name) {
        SourceFreshness source = all.get(name);
        if (source == null) {
            throw new ConfigurationException("there is no source " + name + ", in the database or as a job file; there "
                    + (all.isEmpty() ? "is none at all" : "are " + String.join(", ", all.keySet())));
        }
        return source;
    }

    /** Null when no job file says. */
    @Nullable
    Duration freshWithin() {
        return jobFile == null ? null : jobFile.freshWithin();
    }

    /** Null when no job file says. */
    private @Nullable Schedule schedule() {
        return jobFile == null ? null : jobFile.schedule();
    }

    /** As the database knows it, else as its job file says. */
    @Nullable
    String provider() {
        if (status != null) {
            return status.provider();
        }
        return jobFile == null ? null : jobFile.provider();
    }

    /** As the database knows it, else as its job file says. */
    @Nullable
    String identityStoreId() {
        if (status != null) {
            return status.identityStoreId();
        }
        return jobFile == null ? null : jobFile.directory().identityStoreId();
    }

    /** What a person has to know of it first. */
    State state() {
        SourceStatus.RunEnd failure = failure();
        if (failure != null && !isParked()) {
            return State.FAILED;
        }
        if (status != null && status.guarded() != null) {
            return State.GUARDED;
        }
        if (isParked()) {
            return State.PARKED;
        }
        if (published() == null) {
            return State.NEVER_READ;
        }
        return isFresh() ? State.FRESH : State.STALE;
    }

    /** Null when nothing was ever published. */
    SourceStatus.@Nullable Published published() {
        return status == null ? null : status.published();
    }

    /** Whether what readers see is as recent as the job file wants it. False when nothing was ever published. */
    public boolean isFresh() {
        SourceStatus.Published published = published();
        return published != null && isFresh(jobFile, published.readFrom(), published.age(), published.asOf());
    }

    /**
     * Whether a reading is as recent as the job file wants it: its end within {@code fresh-within}, else, where the
     * source has a schedule, its begin not two of its due times ago. Without a job file it is.
     *
     * @param from when it began
     * @param age since it ended
     */
    public static boolean isFresh(@Nullable Source jobFile, Instant from, Duration age, Instant now) {
        if (jobFile == null) {
            return true;
        }
        Duration freshWithin = jobFile.freshWithin();
        if (freshWithin != null) {
            return age.compareTo(freshWithin) <= 0;
        }
        Schedule schedule = jobFile.schedule();
        return schedule == null || !schedule.hasMissedTwoSince(from, now);
    }

    /** How fresh its job file wants it, as the end of a sentence; empty when that does not say. */
    String wanted() {
        Duration freshWithin = freshWithin();
        if (freshWithin != null) {
            return "; fresh within " + StatusText.words(freshWithin);
        }
        Schedule schedule = schedule();
        SourceStatus.Published published = published();
        return schedule == null || published == null
                ? ""
                : "; stale from " + schedule.secondAfter(published.readFrom()) + " on";
    }

    /** How the last run failed; null when it did not, has not ended, or was stopped or held back by the guard. */
    public SourceStatus.@Nullable RunEnd failure() {
        SourceStatus.LastRun lastRun = status == null ? null : status.lastRun();
        SourceStatus.RunEnd end = lastRun == null ? null : lastRun.end();
        return end != null && end.outcome().equals("failed") ? end : null;
    }

    /** Whether workers read it no more, since several in a row were killed while they did. */
    boolean isParked() {
        SourceStatus.RunEnd failure = failure();
        return failure != null && failure.isParked();
    }

    /** Whether a run works on it now. */
    public boolean isUnderWay() {
        return status != null && status.open() != null && status.open().run() != null;
    }

    /** Whether it is fresh and its last run did not fail. */
    public boolean isGood() {
        return isFresh() && failure() == null;
    }
}
