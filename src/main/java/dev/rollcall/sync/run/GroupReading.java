package dev.rollcall.sync.run;

import dev.rollcall.directory.pacing.RetryLimits;
import dev.rollcall.store.staging.GroupCheckpoints;

/**
 * What a run reads groups by.
 *
 * @param checkpoints how far each group is read
 * @param limits when a failing request is given up
 */
record GroupReading(GroupCheckpoints checkpoints, RetryLimits limits) {}
