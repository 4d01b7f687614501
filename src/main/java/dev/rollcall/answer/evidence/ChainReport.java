package dev.rollcall.answer.evidence;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of the verification of one source's chain.
 *
 * @param source its name
 * @param links that agree
 * @param last the last of them; null when there is none
 * @param horizon before which rows were pruned, and digests are taken from the chain; null when nothing was
 * @param disagreement the first one; empty when the chain holds
 * @param noted the link that was asked for, where it is one of those that agree
 */
public record ChainReport(
        String source,
        long links,
        @Nullable Place last,
        @Nullable Instant horizon,
        Optional<Disagreement> disagreement,
        Optional<Place> noted) {

    /**
     * A link in its chain.
     *
     * @param kind what it tells of, as in the view {@code chain}
     * @param snapshot null unless it tells of a publish
     */
    public record Place(
            long seq, String kind, Instant at, @Nullable Long snapshot, String link) {}

    /**
     * What does not agree.
     *
     * @param place the link; null where there is none to name
     * @param what in words; may hold text from the database
     */
    public record Disagreement(@Nullable Place place, String what) {}

    /** Whether everything agrees. */
    public boolean holds() {
        return disagreement.isEmpty();
    }
}
