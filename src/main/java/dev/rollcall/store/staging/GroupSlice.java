package dev.rollcall.store.staging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some of the groups whose memberships are to be read, in the order to read them. */
public record GroupSlice(List<Entry> entries) {
    public GroupSlice {
        entries = List.copyOf(entries);
    }

    /** Where the next slice begins; null when this one is empty, and so the last. */
    public @Nullable End end() {
        return entries.isEmpty() ? null : entries.get(entries.size() - 1).end();
    }

    /** A group and its place in the order. */
    public record Entry(GroupCheckpoint checkpoint, End end) {}

    /** A place in the order of reading. */
    public record End(boolean noGap, long largestFirst, int groupNo) {
        static final End BEGINNING = new End(false, Long.MIN_VALUE, 0);
    }
}
