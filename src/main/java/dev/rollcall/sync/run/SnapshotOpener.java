package dev.rollcall.sync.run;

import dev.rollcall.source.Source;
import dev.rollcall.store.publish.Publisher;
import dev.rollcall.store.snapshot.Snapshots;
import dev.rollcall.store.snapshot.Snapshots.Interrupted;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencingToken;
import dev.rollcall.store.staging.GroupCheckpoints;
import dev.rollcall.store.staging.StagingCleanup;
import dev.rollcall.sync.SyncOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Decides, under the source's lock and before its job starts, which snapshot the run works on. */
final class SnapshotOpener {
    private static final Logger log = LoggerFactory.getLogger(SnapshotOpener.class);

    private final Fence fence;
    private final Snapshots snapshots;
    private final GroupCheckpoints checkpoints;
    private final StagingCleanup cleanup;
    private final Publisher publisher;
    private final TransactionTemplate transaction;
    private final String version;

    SnapshotOpener(
            Fence fence,
            Snapshots snapshots,
            GroupCheckpoints checkpoints,
            StagingCleanup cleanup,
            Publisher publisher,
            TransactionTemplate transaction,
            String version) {
        this.fence = fence;
        this.snapshots = snapshots;
        this.checkpoints = checkpoints;
        this.cleanup = cleanup;
        this.publisher = publisher;
        this.transaction = transaction;
        this.version = version;
    }

    /**
     * The snapshot of a run.
     *
     * @param resumed whether an interrupted snapshot goes on
     */
    record Opened(FencingToken token, int attempt, int run, boolean resumed) {}

    /** Raises the epoch, and only then looks at what earlier runs left. */
    Opened open(int number, Source source, SyncOptions options) {
        long epoch = fence.raise(number);
        cleanup.drop(number);
        if (options.consent() != null) {
            long guarded = publisher.consentFor(number, options.consent().snapshot());
            return opened(
                    new FencingToken(number, guarded, epoch),
                    snapshots.row(guarded).attempt());
        }
        String scope = scope(source);
        if (options.dryRun() != null) {
            return begin(number, epoch, source, true);
        }
        Optional<Interrupted> interrupted = snapshots.interrupted(number);
        if (interrupted.isPresent()) {
            Interrupted found = interrupted.get();
            Optional<String> unfit = unfit(found, source, scope, options);
            if (unfit.isEmpty()) {
                FencingToken token = new FencingToken(number, found.id(), epoch);
                transaction.executeWithoutResult(status -> checkpoints.retryGaps(token));
                log.info("snapshot {} goes on from its last checkpoint", found.id());
                snapshots.withUsers(found.id(), source.users());
                return opened(token, found.attempt());
            }
            log.info("snapshot {} is discarded: {}", found.id(), unfit.get());
            snapshots.discard(found.id());
            cleanup.drop(number);
        }
        return begin(number, epoch, source, false);
    }

    private Opened begin(int number, long epoch, Source source, boolean dryRun) {
        long snapshot = snapshots.begin(number, scope(source), source.users(), version, dryRun);
        return new Opened(new FencingToken(number, snapshot, epoch), 1, 1, false);
    }

    private Opened opened(FencingToken token, int attempt) {
        return new Opened(token, attempt, snapshots.resume(token.snapshot()), true);
    }

    private static Optional<String> unfit(Interrupted found, Source source, String scope, SyncOptions options) {
        if (options.fresh()) {
            return Optional.of("a fresh one was asked for");
        }
        if (found.age().compareTo(source.resumeWithin()) > 0) {
            return Optional.of("it was begun longer ago than resume-within");
        }
        if (!found.scope().equals(scope)) {
            return Optional.of("the scope changed since");
        }
        return Optional.empty();
    }

    /** Words for readers that differ whenever the groups asked for do. */
    private static String scope(Source source) {
        if (!(source.scope() instanceof Source.GroupIds scope)) {
            return "all";
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            scope.ids().forEach(id -> digest.update((id.value() + "\n").getBytes(StandardCharsets.UTF_8)));
            return scope.ids().size() + " group ids, SHA-256 " + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
