package dev.rollcall.directory.pacing;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryException.Failure;
import java.time.Duration;

/**
 * Whether a source answers at all, as all requests of a run find out together. A refusal is an answer too; being
 * throttled is neither an answer nor a failure. Safe for use by several threads at once.
 */
final class Availability {
    private final Ticker ticker;
    private final Duration away;
    private long answers;
    private boolean failing;
    private long failingSince;

    /** @param away how long nothing is answered before the source is given up */
    Availability(Ticker ticker, Duration away) {
        this.ticker = ticker;
        this.away = away;
    }

    synchronized void answered() {
        answers++;
        failing = false;
    }

    synchronized void failed() {
        if (!failing) {
            failing = true;
            failingSince = ticker.nanos();
        }
    }

    /** The number of answers so far. */
    synchronized long answers() {
        return answers;
    }

    synchronized boolean isAwayTooLong() {
        return failing && ticker.nanos() - failingSince >= away.toNanos();
    }

    /** Whether the source was never there, or is away for too long. Asked after a request that failed for good. */
    synchronized boolean isGivenUp() {
        return answers == 0 || isAwayTooLong();
    }

    /** What a source that is given up ends the run with. */
    synchronized DirectoryException givenUp(DirectoryException last) {
        if (answers == 0) {
            return last;
        }
        Failure failure = last.failure();
        return new DirectoryException.Unavailable(
                new Failure(
                        failure.operation(),
                        failure.group(),
                        failure.status(),
                        failure.code(),
                        "nothing was answered for " + away.toSeconds() + " s; at last: " + failure.message(),
                        failure.requestId()),
                null,
                last);
    }
}
