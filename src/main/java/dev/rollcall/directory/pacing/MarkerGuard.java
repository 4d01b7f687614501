package dev.rollcall.directory.pacing;

import dev.rollcall.directory.DescribedGroups;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.User;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fails a listing whose marker leads back to a page already read: it would never end. */
final class MarkerGuard implements Directory {
    /**
     * Abandoned listings stay in the map. The oldest one is dropped above this number; if it was still running, its loop
     * is found one round later.
     */
    private static final int MOST_LISTINGS = 128;

    private final Directory inner;

    private final Map<Listing, MarkerChain> running = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Listing, MarkerChain> eldest) {
            return size() > MOST_LISTINGS;
        }
    };

    private record Listing(String operation, @Nullable GroupId group) {}

    MarkerGuard(Directory inner) {
        this.inner = inner;
    }

    @Override
    public Page<Group> listGroups(@Nullable Marker from) {
        return checked(new Listing("ListGroups", null), from, inner.listGroups(from));
    }

    @Override
    public DescribedGroups describeGroups(List<GroupId> ids) {
        return inner.describeGroups(ids);
    }

    @Override
    public Page<Membership> listMemberships(GroupId group, @Nullable Marker from) {
        return checked(new Listing("ListGroupMemberships", group), from, inner.listMemberships(group, from));
    }

    @Override
    public Page<User> listUsers(@Nullable Marker from) {
        return checked(new Listing("ListUsers", null), from, inner.listUsers(from));
    }

    private synchronized <T> Page<T> checked(Listing listing, @Nullable Marker from, Page<T> page) {
        Marker next = page.next();
        if (next == null) {
            running.remove(listing);
            return page;
        }
        MarkerChain chain = running.computeIfAbsent(listing, none -> new MarkerChain());
        chain.continueFrom(from);
        if (!chain.add(next)) {
            running.remove(listing);
            throw new DirectoryException.MalformedResponse(
                    new DirectoryException.Failure(
                            listing.operation(),
                            listing.group(),
                            0,
                            null,
                            "an endless listing: the provider's marker leads back to a page read before",
                            null),
                    null);
        }
        return page;
    }

    /** Leaves the inner directory open: several workers share it. */
    @Override
    public void close() {}
}
