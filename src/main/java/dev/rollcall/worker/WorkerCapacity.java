package dev.rollcall.worker;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.source.Source;
import dev.rollcall.sync.ConnectionBudget;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * How many connections a worker may open, and how many sources it reads at once with them.
 *
 * @param connections all that the process opens
 * @param atOnce sources
 */
public record WorkerCapacity(int connections, int atOnce) {
    /** Connections of a worker whose user does not say how many: four such fit PostgreSQL's 100. */
    public static final int CONNECTIONS = 24;

    /** Of the scheduler alone, so that a sign of life never waits behind a run. */
    static final int SCHEDULER = 2;

    /** Requests in flight of one source: more gain little within a rate. */
    private static final int WORKERS = 4;

    private static final int AT_ONCE = 4;

    /** What a run takes beside its requests in flight. */
    private static final int BESIDE_WORKERS = 5;

    /**
     * Shares connections among runs.
     *
     * @param atOnce sources at once; null for as many as the connections permit, at most four
     * @param sources those that the worker reads
     * @throws ConfigurationException when so many connections are not enough for that
     */
    public static WorkerCapacity of(int connections, @Nullable Integer atOnce, Collection<Source> sources) {
        if (connections < SCHEDULER + BESIDE_WORKERS + 1) {
            throw new ConfigurationException("--connections: expected at least " + (SCHEDULER + BESIDE_WORKERS + 1)
                    + ", so that one source can be read, found " + connections);
        }
        WorkerCapacity one = new WorkerCapacity(connections, 1);
        int largest = sources.stream()
                .mapToInt(source -> ConnectionBudget.of(one.fitted(source)))
                .max()
                .orElse(BESIDE_WORKERS + WORKERS);
        int permitted = Math.max(1, (connections - SCHEDULER) / largest);
        if (atOnce == null) {
            return new WorkerCapacity(connections, Math.min(permitted, AT_ONCE));
        }
        if (atOnce > permitted) {
            throw new ConfigurationException("--at-once: " + atOnce + " sources at once take "
                    + (SCHEDULER + atOnce * largest) + " connections, and --connections is " + connections);
        }
        return new WorkerCapacity(connections, atOnce);
    }

    /** The source as this worker reads it: with no more requests in flight than its connections permit. */
    Source fitted(Source source) {
        int most = Math.min(WORKERS, connections - SCHEDULER - BESIDE_WORKERS);
        return source.withWorkers(Math.min(source.directory().workers(), most));
    }

    /** Connections of all runs together, those that hold the sources' locks included. */
    public int ofRuns() {
        return connections - SCHEDULER;
    }

    /** The size of the pool that all runs share. */
    public int pool() {
        return ofRuns() - atOnce;
    }
}
