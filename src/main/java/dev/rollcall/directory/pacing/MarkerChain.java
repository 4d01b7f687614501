package dev.rollcall.directory.pacing;

import dev.rollcall.directory.Marker;
import dev.rollcall.directory.TextDigest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The markers of one running listing, in order. Keeps a digest of each, since markers may be long. */
final class MarkerChain {
    private final List<Long> order = new ArrayList<>();
    private final Set<Long> seen = new HashSet<>();

    /**
     * Forgets the markers after the one that a page is requested with.
     *
     * @param from the marker added last; an earlier one, after a rollback; one that is not known, since another worker
     *     or run came to it; or null, at the start
     */
    void continueFrom(@Nullable Marker from) {
        Long start = from == null ? null : digest(from);
        if (start == null || !seen.contains(start)) {
            order.clear();
            seen.clear();
        }
        if (start != null && seen.add(start)) {
            order.add(start);
        }
        while (start != null && !order.get(order.size() - 1).equals(start)) {
            seen.remove(order.remove(order.size() - 1));
        }
    }

    /** Adds the marker of the next page; returns false when it is known already. */
    boolean add(Marker next) {
        Long digest = digest(next);
        return seen.add(digest) && order.add(digest);
    }

    private static Long digest(Marker marker) {
        return ByteBuffer.wrap(TextDigest.sha256(marker.value())).getLong();
    }
}
