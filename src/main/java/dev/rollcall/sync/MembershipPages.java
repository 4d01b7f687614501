package dev.rollcall.sync;

import dev.rollcall.store.GroupPages;
import dev.rollcall.store.Requests;
import java.util.List;

/**
 * The pages of one chunk of a worker's.
 *
 * @param requests what was sent for all of them
 */
record MembershipPages(List<GroupPages> groups, Requests requests) {
    MembershipPages {
        groups = List.copyOf(groups);
    }
}
