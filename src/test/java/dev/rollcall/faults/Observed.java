package dev.rollcall.faults;

import dev.rollcall.directory.DescribedGroups;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectorySettings;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.Provider;
import dev.rollcall.directory.User;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A provider that tells before each request what is asked. */
record Observed(Provider provider, Consumer<String> observer) implements Provider {
    static final String LIST_MEMBERSHIPS = "ListGroupMemberships";

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public Pattern identityStoreId() {
        return provider.identityStoreId();
    }

    @Override
    public int defaultRequestsPerSecond() {
        return provider.defaultRequestsPerSecond();
    }

    @Override
    public Set<String> credentialKeys() {
        return provider.credentialKeys();
    }

    @Override
    public Directory open(DirectorySettings settings) {
        return new ObservedDirectory(provider.open(settings), observer);
    }

    private record ObservedDirectory(Directory directory, Consumer<String> observer) implements Directory {
        @Override
        public Page<Group> listGroups(@Nullable Marker from) {
            observer.accept("ListGroups");
            return directory.listGroups(from);
        }

        @Override
        public DescribedGroups describeGroups(List<GroupId> ids) {
            observer.accept("DescribeGroups");
            return directory.describeGroups(ids);
        }

        @Override
        public Page<Membership> listMemberships(GroupId group, @Nullable Marker from) {
            observer.accept(LIST_MEMBERSHIPS);
            return directory.listMemberships(group, from);
        }

        @Override
        public Page<User> listUsers(@Nullable Marker from) {
            observer.accept("ListUsers");
            return directory.listUsers(from);
        }

        @Override
        public void close() {
            directory.close();
        }
    }
}
