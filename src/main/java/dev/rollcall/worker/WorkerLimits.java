package dev.rollcall.worker;

import java.time.Duration;

/**
 * How often a worker looks, and how long it waits.
 *
 * @param heartbeat how often it gives a sign of life for each source that it reads; after four missed ones another
 *     worker takes the source over
 */
public record WorkerLimits(Duration heartbeat) {
    public static final WorkerLimits DEFAULT = new WorkerLimits(Duration.ofSeconds(10));

    /** The fewest that db-scheduler permits. */
    static final int MISSED = 4;

    /** So many workers that were killed in a row while they read a source make it wait for a person. */
    static final int KILLED = 5;

    /** How often it looks for sources that are due, and for those whose worker is dead. */
    Duration look() {
        return heartbeat.dividedBy(5);
    }

    /** How often it looks at the job files. */
    Duration jobFiles() {
        return heartbeat.multipliedBy(2);
    }

    /** When it tries a source again that a run by hand held, or whose database did not answer. */
    Duration busy() {
        return heartbeat.multipliedBy(3);
    }

    /** When it first tries a source again whose run failed. */
    Duration retry() {
        return heartbeat.multipliedBy(60);
    }
}
