package dev.rollcall.sync.step;

import dev.rollcall.store.staging.MembershipPages;
import dev.rollcall.store.staging.RequestCounts;
import java.util.List;

/**
 * Pages of groups' memberships that one worker read and that are staged together.
 *
 * @param groups not empty, distinct
 * @param requests what was sent for all of them
 */
record MembershipChunk(List<MembershipPages> groups, RequestCounts requests) {
    MembershipChunk {
        groups = List.copyOf(groups);
    }
}
