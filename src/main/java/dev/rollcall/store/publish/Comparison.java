package dev.rollcall.store.publish;

import dev.rollcall.store.snapshot.SnapshotRow;
import org.jspecify.annotations.Nullable;

/**
 * What publishing a snapshot did, or would do. That of a guarded snapshot is kept with it as JSON, so the components'
 * names are stored.
 *
 * @param changes numbers of changes as readers would see them: what a first reading finds is none
 * @param totals the rows that would be published
 * @param guard null when the guard would not trip
 */
public record Comparison(
        boolean baseline,
        SnapshotRow.Totals totals,
        SnapshotRow.Changes changes,
        long gaps,
        @Nullable GuardReport guard) {}
