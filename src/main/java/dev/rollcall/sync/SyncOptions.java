package dev.rollcall.sync;

import dev.rollcall.store.publish.GroupDifference;
import dev.rollcall.store.publish.PublishRequest.Consent;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How {@link SyncRunner} is to go about it.
 *
 * @param fresh discard an interrupted snapshot instead of resuming it
 * @param dryRun told what would change, source name and group by group; null for a real run
 * @param consent consent to a guarded snapshot's removals; null for none. Goes with one source alone
 */
public record SyncOptions(
        boolean fresh,
        @Nullable BiConsumer<String, GroupDifference> dryRun,
        @Nullable Consent consent) {
    /** Resume or begin, publish. */
    public static final SyncOptions DEFAULT = new SyncOptions(false, null, null);
}
