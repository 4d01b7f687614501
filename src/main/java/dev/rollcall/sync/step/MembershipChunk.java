package dev.rollcall.sync.step;

import dev.rollcall.store.staging.MembershipPages;
import dev.rollcall.store.staging.RequestCounts;
import java.util.List;

/**
 * The pages of one chunk of a worker's.
 *
 * @param requests what was sent for all of them
 */
record MembershipChunk(List<MembershipPages> groups, RequestCounts requests) {
    MembershipChunk {
        groups = List.copyOf(groups);
    }
}
