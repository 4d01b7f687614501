package dev.rollcall.sync;

/** Tells the exit code that a result means: the command line's word, which is kept with the run. */
public interface SyncExitCode {
    int of(SyncResult result);
}
