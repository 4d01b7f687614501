package dev.rollcall.sync.run;

import dev.rollcall.source.Source;
import dev.rollcall.store.publish.Publisher;
import dev.rollcall.store.snapshot.Snapshots;
import dev.rollcall.store.snapshot.Snapshots.Plan;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencingToken;
import dev.rollcall.store.staging.StagingCleanup;
import dev.rollcall.sync.SyncOptions;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Decides, under the source's lock and before the job starts, which snapshot a run works on. */
final class SnapshotOpener {
    private final Fence fence;
    private final Snapshots snapshots;
    private final SnapshotResumer resumer;
    private final StagingCleanup cleanup;
    private final Publisher publisher;
    private final String version;

    /** @param version of this program, for the record of a snapshot */
    SnapshotOpener(
            Fence fence,
            Snapshots snapshots,
            SnapshotResumer resumer,
            StagingCleanup cleanup,
            Publisher publisher,
            String version) {
        this.fence = fence;
        this.snapshots = snapshots;
        this.resumer = resumer;
        this.cleanup = cleanup;
        this.publisher = publisher;
        this.version = version;
    }

    /**
     * Raises the epoch, and only then looks at what earlier runs left. Drops what nobody needs of it.
     *
     * @param stopping whether the process was told to stop
     */
    OpenedSnapshot open(int sourceNumber, Source source, SyncOptions options, BooleanSupplier stopping) {
        long epoch = fence.raise(sourceNumber);
        String scope = ScopeDescription.of(source.scope());
        Optional<OpenedSnapshot> earlier = earlier(sourceNumber, epoch, source, scope, options);
        cleanup.drop(sourceNumber, epoch, stopping);
        return earlier.orElseGet(() -> {
            long snapshot = snapshots.begin(
                    sourceNumber,
                    epoch,
                    new Plan(scope, source.users(), version, options.dryRun() != null, source.resumeWithin()));
            return new OpenedSnapshot(new FencingToken(sourceNumber, snapshot, epoch), 1, 1, false);
        });
    }

    /** The guarded or interrupted snapshot that the run goes on with; empty when it begins one. */
    private Optional<OpenedSnapshot> earlier(
            int sourceNumber, long epoch, Source source, String scope, SyncOptions options) {
        if (options.consent() != null) {
            long guarded = publisher.consentFor(sourceNumber, options.consent().snapshot());
            FencingToken token = new FencingToken(sourceNumber, guarded, epoch);
            return Optional.of(
                    new OpenedSnapshot(token, snapshots.row(guarded).attempt(), snapshots.resume(token), true));
        }
        return options.dryRun() == null
                ? resumer.resume(sourceNumber, epoch, source, scope, options.fresh())
                : Optional.empty();
    }
}
