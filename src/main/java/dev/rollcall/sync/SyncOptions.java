package dev.rollcall.sync;

import dev.rollcall.store.publish.GroupDifference;
import dev.rollcall.store.publish.PublishRequest.Consent;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Options of a call of {@link SyncRunner}.
 *
 * @param fresh whether an interrupted snapshot is discarded instead of resumed
 * @param dryRun takes what would change, as a source's name and one group's difference; null for a run that publishes
 * @param consent to a guarded snapshot's removals, which needs that its source is the only one; null for none
 */
public record SyncOptions(
        boolean fresh,
        @Nullable BiConsumer<String, GroupDifference> dryRun,
        @Nullable Consent consent) {
    /** Resumes or begins a snapshot, and publishes it. */
    public static final SyncOptions DEFAULT = new SyncOptions(false, null, null);
}
