package dev.rollcall.sync.run;

import dev.rollcall.source.Source;
import dev.rollcall.store.snapshot.Snapshots;
import dev.rollcall.store.snapshot.Snapshots.Interrupted;
import dev.rollcall.store.source.FencedTransaction;
import dev.rollcall.store.source.FencingToken;
import dev.rollcall.store.staging.GroupCheckpoints;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resumes the snapshot of a source that an earlier run left open, or discards it when it no longer fits. */
final class SnapshotResumer {
    private static final Logger log = LoggerFactory.getLogger(SnapshotResumer.class);

    private final Snapshots snapshots;
    private final GroupCheckpoints checkpoints;
    private final FencedTransaction fenced;

    SnapshotResumer(Snapshots snapshots, GroupCheckpoints checkpoints, FencedTransaction fenced) {
        this.snapshots = snapshots;
        this.checkpoints = checkpoints;
        this.fenced = fenced;
    }

    /**
     * Resumes the interrupted snapshot; its gaps will be tried again. Empty when there is none, or none that fits.
     *
     * @param scope as a snapshot begun now would describe it
     * @param fresh whether none fits
     */
    Optional<OpenedSnapshot> resume(int sourceNumber, long epoch, Source source, String scope, boolean fresh) {
        Optional<Interrupted> found = snapshots.interrupted(sourceNumber);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Interrupted interrupted = found.get();
        FencingToken token = new FencingToken(sourceNumber, interrupted.id(), epoch);
        String unfit = whyUnfit(interrupted, source, scope, fresh);
        if (unfit != null) {
            log.info("snapshot {} is discarded: {}", interrupted.id(), unfit);
            snapshots.discard(token);
            return Optional.empty();
        }
        fenced.run(token, () -> checkpoints.retryGaps(token));
        log.info("snapshot {} goes on from its last checkpoint", interrupted.id());
        snapshots.plan(token, source.users(), source.resumeWithin());
        return Optional.of(new OpenedSnapshot(token, interrupted.attempt(), snapshots.resume(token), true));
    }

    private static @Nullable String whyUnfit(Interrupted interrupted, Source source, String scope, boolean fresh) {
        if (fresh) {
            return "a fresh one was asked for";
        }
        if (interrupted.age().compareTo(source.resumeWithin()) > 0) {
            return "it was begun longer ago than resume-within";
        }
        return interrupted.scope().equals(scope) ? null : "the scope changed since";
    }
}
