package dev.rollcall.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an identity store. Each call sends one request, and the caller drives the paging.
 *
 * <p>Every call may fail with a {@link DirectoryException}. All reads may be repeated. Implementations are safe for
 * use by several threads at once.
 */
public interface Directory extends AutoCloseable {
    /**
     * A page of all groups.
     *
     * @param from the marker of the page before; null for the first page
     */
    Page<Group> listGroups(@Nullable Marker from);

    /**
     * Looks up some groups by id, with one request.
     *
     * @param ids not empty, without duplicates
     * @return what the request found; where {@link DescribedGroups#rest()} is not empty, call again with it
     * @throws DirectoryException.InvalidRequest when the provider refuses the ids together; ask for fewer, until a
     *     refused id stands alone
     */
    DescribedGroups describeGroups(List<GroupId> ids);

    /** Looks up one group, with as many requests as that takes. */
    default DescribedGroups lookUpGroup(GroupId id) {
        DescribedGroups described = describeGroups(List.of(id));
        while (!described.rest().isEmpty()) {
            described = describeGroups(described.rest());
        }
        return described;
    }

    /**
     * A page of the memberships of one group.
     *
     * @param from the marker of the page before; null for the first page
     * @throws DirectoryException.NotFound when the group is gone
     */
    Page<Membership> listMemberships(GroupId group, @Nullable Marker from);

    /**
     * A page of all users.
     *
     * @param from the marker of the page before; null for the first page
     */
    Page<User> listUsers(@Nullable Marker from);

    /**
     * Cancels the requests in flight, and releases connections and threads. What was cancelled, and every further call,
     * fails as unavailable. May be called again, and while other threads use the directory.
     */
    @Override
    void close();
}
