package dev.rollcall.sync.run;

import dev.rollcall.store.source.FencingToken;

/**
 * The snapshot that a run works on.
 *
 * @param attempt an identifying parameter of the job; grows when Spring Batch refuses to restart the last attempt
 * @param run the number of the run among the snapshot's runs, from 1
 * @param resumed whether an earlier run began it
 */
record OpenedSnapshot(FencingToken token, int attempt, int run, boolean resumed) {}
