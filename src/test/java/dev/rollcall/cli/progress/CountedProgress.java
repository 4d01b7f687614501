package dev.rollcall.cli.progress;

import dev.rollcall.sync.Progress;
import java.util.OptionalLong;

/** Progress that stands still, so that its words can be looked at. */
record CountedProgress(
        boolean listed,
        long groupsRead,
        long groups,
        long requests,
        long throttles,
        long gaps,
        OptionalLong requestsLeft,
        boolean publishing)
        implements Progress {
    static CountedProgress reading(long groupsRead, long groups, long requests) {
        return new CountedProgress(
                true, groupsRead, groups, requests, 0, 0, OptionalLong.of(groups - groupsRead), false);
    }

    CountedProgress troubled(long throttled, long unreadable) {
        return new CountedProgress(
                listed, groupsRead, groups, requests + throttled, throttled, unreadable, requestsLeft, publishing);
    }

    static CountedProgress publishing(long groups) {
        return new CountedProgress(true, groups, groups, groups, 0, 0, OptionalLong.empty(), true);
    }

    @Override
    public long memberships() {
        return 10 * groupsRead;
    }

    @Override
    public long users() {
        return 7;
    }
}
