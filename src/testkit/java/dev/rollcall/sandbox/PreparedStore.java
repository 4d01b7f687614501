package dev.rollcall.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A store whose answers are ready to be sent. Safe for use by several threads as long as it does not change. */
final class PreparedStore {
    static final String GROUPS = "ListGroups";
    static final String USERS = "ListUsers";

    private static final byte[] MEMBERSHIP_ID = "\"MembershipId\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final String DIGITS = "0123456789abcdef";

    private final ByteBuffer pages;
    private final int[] ends;
    private final Map<String, Integer> first;

    PreparedStore(ByteBuffer pages, int[] ends, Map<String, Integer> first) {
        this.pages = pages;
        this.ends = ends;
        this.first = Map.copyOf(first);
    }

    /** The number of requests that read the whole store. */
    int pages() {
        return ends.length;
    }

    boolean has(String listing) {
        return first.containsKey(listing);
    }

    boolean has(int page) {
        return page >= 0 && page < ends.length;
    }

    ByteBuffer first(String listing) {
        return page(first.getOrDefault(listing, 0));
    }

    ByteBuffer page(int page) {
        int from = page == 0 ? 0 : ends[page - 1];
        return pages.slice(from, ends[page] - from);
    }

    /** Gives every nth membership another id, as if the member had left and joined again. Returns how many it changed. */
    int rejoin(int every) {
        int seen = 0;
        int changed = 0;
        for (int at = 0; at < pages.capacity() - MEMBERSHIP_ID.length; at++) {
            if (pages.get(at) == '"' && isMembershipId(at)) {
                at += MEMBERSHIP_ID.length;
                if (++seen % every == 0) {
                    int digit = DIGITS.indexOf(pages.get(at));
                    pages.put(at, (byte) DIGITS.charAt((digit + 1) % DIGITS.length()));
                    changed++;
                }
            }
        }
        return changed;
    }

    private boolean isMembershipId(int at) {
        for (int i = 1; i < MEMBERSHIP_ID.length; i++) {
            if (pages.get(at + i) != MEMBERSHIP_ID[i]) {
                return false;
            }
        }
        return true;
    }
}
