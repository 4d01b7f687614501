package dev.rollcall.store.source;

/**
 * A run's hold on a source: what every transaction that writes staging proves.
 *
 * @param source the source's number in {@code directory.source}
 * @param snapshot the snapshot that the run works on
 * @param epoch of {@code staging.fence}; a later run raises it and so fences this one off
 */
public record FencingToken(int source, long snapshot, long epoch) {}
