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
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Serves a {@link MemoryStore} to a process, and reports every request and every answer to {@link ProcessEvents}. */
record WatchedProvider(MemoryStore store, ProcessEvents events) implements Provider, Directory {
    @Override
    public String name() {
        return MemoryStore.PROVIDER;
    }

    @Override
    public Pattern identityStoreId() {
        return Pattern.compile(".+");
    }

    @Override
    public int defaultRequestsPerSecond() {
        return 100;
    }

    @Override
    public Set<String> credentialKeys() {
        return Set.of();
    }

    @Override
    public Directory open(DirectorySettings settings) {
        return this;
    }

    @Override
    public Page<Group> listGroups(@Nullable Marker from) {
        return watched("groups", from, () -> store.groups(from));
    }

    @Override
    public Page<Membership> listMemberships(GroupId group, @Nullable Marker from) {
        return watched(group.value(), from, () -> store.memberships(group, from));
    }

    @Override
    public Page<User> listUsers(@Nullable Marker from) {
        return watched("users", from, () -> store.users(from));
    }

    @Override
    public DescribedGroups describeGroups(List<GroupId> ids) {
        events.event(ProcessEvent.asked("describe"));
        DescribedGroups answer = store.describe(ids);
        events.event(ProcessEvent.answered("describe"));
        return answer;
    }

    @Override
    public void close() {}

    private <T> T watched(String listing, @Nullable Marker from, Supplier<T> request) {
        events.event(ProcessEvent.asked(listing));
        T answer = request.get();
        events.event(ProcessEvent.answered(listing));
        events.answered(new ProcessEvents.Request(listing, MemoryStore.offset(from)));
        return answer;
    }
}
