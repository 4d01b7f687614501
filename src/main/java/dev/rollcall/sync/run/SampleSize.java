package dev.rollcall.sync.run;

/**
 * How many groups are read again at the end of a reading.
 *
 * @param most groups
 * @param requestsPerGroup so many requests of the snapshot permit one group
 */
public record SampleSize(int most, int requestsPerGroup) {
    public static final SampleSize DEFAULT = new SampleSize(20, 100);
    public static final SampleSize NONE = new SampleSize(0, 1);

    /** How many groups so many requests permit. */
    public int of(long requests) {
        return (int) Math.min(most, requests / requestsPerGroup);
    }
}
