package dev.rollcall.directory.pacing;

import dev.rollcall.directory.Marker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The markers of one running listing, in order; of each only a digest, since markers may be long. */
final class MarkerChain {
    private final List<Long> order = new ArrayList<>();
    private final Set<Long> seen = new HashSet<>();

    /**
     * The listing goes on from here: from the marker added last, from the start, from an earlier one (a chunk was rolled
     * back), or from one that another worker or run came to.
     */
    void goOnFrom(@Nullable Marker from) {
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

    /** Whether the marker is a new one. */
    boolean add(Marker next) {
        Long digest = digest(next);
        return seen.add(digest) && order.add(digest);
    }

    private static Long digest(Marker marker) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(marker.value().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
