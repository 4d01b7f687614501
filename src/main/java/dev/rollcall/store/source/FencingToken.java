package dev.rollcall.store.source;

/**
 * What a run shows in every transaction that writes for its source; {@link Fence} refuses it once a later run began.
 *
 * @param source the source's number in {@code directory.source}
 * @param snapshot the snapshot that the run works on
 * @param epoch of {@code staging.fence}; a later run raises it and so fences this one off
 */
public record FencingToken(int source, long snapshot, long epoch) {}
