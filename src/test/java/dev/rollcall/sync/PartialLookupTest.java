package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.ExitCodes;
import dev.rollcall.directory.DescribedGroups;
import dev.rollcall.directory.Directory;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.Page;
import dev.rollcall.directory.User;
import dev.rollcall.fixture.SandboxFixture;
import dev.rollcall.fixture.SyncApplication;
import dev.rollcall.fixture.WrappedProvider;
import dev.rollcall.sandbox.Cloud;
import dev.rollcall.sandbox.SandboxDirectory;
import dev.rollcall.sandbox.Shape;
import dev.rollcall.source.Source;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ids that a lookup did not get to are asked for again, whoever looks them up. */
class PartialLookupTest {
    private final SandboxFixture fixture = new SandboxFixture();
    private final SandboxDirectory directory = SandboxDirectory.generate(71, Shape.of(10, 60, 20));
    private final SyncApplication application = fixture.application(
            provider -> new WrappedProvider(provider, inner -> new PartialDirectory(inner, new AtomicBoolean())));

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void vanishedGroupIsDeleted() {
        GroupId vanished = directory.groups().get(4).id();
        Source source = fixture.source("acme", Cloud.AWS, directory).build();
        fixture.sandbox().faults().vanishGroup(vanished);
        SyncResult result = application.sync(source);

        assertThat(result.error()).isNull();
        assertThat(ExitCodes.of(result)).isZero();
        assertThat(fixture.published("acme").groups()).hasSize(9);
    }

    @Test
    void groupsOfTheScopeAreRead() {
        List<GroupId> ids = directory.groups().stream().map(Group::id).limit(5).toList();
        SyncResult result = application.sync(fixture.source("acme", Cloud.AWS, directory)
                .scope(new Source.GroupIds(ids))
                .build());

        assertThat(result.error()).isNull();
        assertThat(ExitCodes.of(result)).isZero();
        assertThat(fixture.published("acme").groups()).hasSize(5);
    }

    /** Gets to no id in every other lookup. */
    private record PartialDirectory(Directory inner, AtomicBoolean looksUp) implements Directory {
        @Override
        public Page<Group> listGroups(@Nullable Marker from) {
            return inner.listGroups(from);
        }

        @Override
        public DescribedGroups describeGroups(List<GroupId> ids) {
            boolean now = looksUp.get();
            looksUp.set(!now);
            return now ? inner.describeGroups(ids) : new DescribedGroups(List.of(), List.of(), ids);
        }

        @Override
        public Page<Membership> listMemberships(GroupId group, @Nullable Marker from) {
            return inner.listMemberships(group, from);
        }

        @Override
        public Page<User> listUsers(@Nullable Marker from) {
            return inner.listUsers(from);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
