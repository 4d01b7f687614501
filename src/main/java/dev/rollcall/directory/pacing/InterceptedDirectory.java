package dev.rollcall.directory.pacing;

import dev.rollcall.directory.DescribedGroups;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.User;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A directory whose every call goes through one interceptor. */
record InterceptedDirectory(Directory inner, Interceptor interceptor) implements Directory {
    /** What is done around a call, the same for all calls of the port. */
    interface Interceptor {
        <T> T call(Supplier<T> request);
    }

    @Override
    public Page<Group> listGroups(@Nullable Marker from) {
        return interceptor.call(() -> inner.listGroups(from));
    }

    @Override
    public DescribedGroups describeGroups(List<GroupId> ids) {
        return interceptor.call(() -> inner.describeGroups(ids));
    }

    @Override
    public Page<Membership> listMemberships(GroupId group, @Nullable Marker from) {
        return interceptor.call(() -> inner.listMemberships(group, from));
    }

    @Override
    public Page<User> listUsers(@Nullable Marker from) {
        return interceptor.call(() -> inner.listUsers(from));
    }

    /** Leaves the inner directory open: several workers share it. */
    @Override
    public void close() {}
}
