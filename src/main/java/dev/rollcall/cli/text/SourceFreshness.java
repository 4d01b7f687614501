package dev.rollcall.cli.text;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.source.Source;
import dev.rollcall.store.snapshot.SourceStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
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
    /**
     * Of the sources named, in that order; without names, of all that are described or in the database, sorted.
     *
     * @param described by job files
     * @param statuses of the sources in the database
     * @throws ConfigurationException when a named source is neither described nor in the database
     */
    public static List<SourceFreshness> of(
            List<String> names, Collection<Source> described, List<SourceStatus> statuses) {
        Map<String, SourceFreshness> all = new TreeMap<>();
        described.forEach(source -> all.put(source.name(), new SourceFreshness(source.name(), null, source)));
        statuses.forEach(status -> all.compute(
                status.name(),
                (name, source) -> new SourceFreshness(name, status, source == null ? null : source.jobFile())));
        if (names.isEmpty()) {
            return List.copyOf(all.values());
        }
        return names.stream().distinct().map(name -> require(all, name)).toList();
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

    /** As the database knows it, else as its job file says. */
    public @Nullable String provider() {
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

    /** Whether what readers see is as recent as the job file wants it; false when nothing was ever published. */
    public boolean isFresh() {
        if (status == null || status.published() == null) {
            return false;
        }
        Duration freshWithin = freshWithin();
        return freshWithin == null || status.published().age().compareTo(freshWithin) <= 0;
    }

    /** How the last run failed; null when it did not, has not ended, or was stopped or held back by the guard. */
    public SourceStatus.@Nullable RunEnd failure() {
        SourceStatus.LastRun lastRun = status == null ? null : status.lastRun();
        SourceStatus.RunEnd end = lastRun == null ? null : lastRun.end();
        return end != null && end.outcome().equals("failed") ? end : null;
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
