package dev.rollcall.store.publish;

import dev.rollcall.store.snapshot.SnapshotRow;
import org.jspecify.annotations.Nullable;

/**
 * What publishing a snapshot would do.
 *
 * @param changed numbers of changes as readers would see them; all 0 for a baseline
 * @param held what would be published then
 * @param guard null when the guard would not trip
 */
public record Comparison(
        boolean baseline,
        SnapshotRow.Held held,
        SnapshotRow.Changed changed,
        long gaps,
        @Nullable GuardReport guard) {}
