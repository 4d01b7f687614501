package dev.rollcall.store.staging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.staging.GroupCheckpoints.GroupCounts;
import dev.rollcall.store.staging.ListingChunk.Checkpoint;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupStagingTest {
    private final StoreFixture store = new StoreFixture();
    private final Fence fence = new Fence(store.jdbc);
    private final GroupStaging groups = new GroupStaging(store.dataSource, fence);
    private final GroupCheckpoints checkpoints = new GroupCheckpoints(store.dataSource, fence);
    private final int source = store.source("acme");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void membershipsOfAGroupCanBeReadAsSoonAsItIsStaged() {
        Staged snapshot = store.snapshot(source);
        stage(snapshot, new Checkpoint(0, new Marker("next"), false), "a", "b");
        assertThat(pending(snapshot)).containsExactly("a", "b");
        stage(snapshot, new Checkpoint(0, null, true), "b", "c");
        assertThat(pending(snapshot)).containsExactly("a", "b", "c");
        assertThat(checkpoints.count(snapshot.id)).isEqualTo(new GroupCounts(3, 0, 3, 0, 0));
    }

    @Test
    void groupsThatWereLargestComeFirst() {
        store.snapshot(source)
                .group("a", "ann")
                .group("b", "ann", "bob", "cid")
                .group("c", "ann", "bob")
                .users("ann", "bob", "cid")
                .publish();
        Staged snapshot = store.snapshot(source);
        stage(snapshot, new Checkpoint(0, null, true), "new", "a", "b", "c");
        assertThat(pending(snapshot)).containsExactly("b", "c", "a", "new");
    }

    @Test
    void requestsLeftAreThoseOfTheSizesLastPublished() {
        String[] many = IntStream.range(0, 250).mapToObj(n -> "u" + n).toArray(String[]::new);
        store.snapshot(source).group("a", many).group("b", "u1").users(many).publish();
        Staged snapshot = store.snapshot(source);
        snapshot.listing("groups", 0, false).listing("users", 0, false);
        stage(snapshot, new Checkpoint(0, new Marker("next"), false), "a");
        assertThat(checkpoints.requestsLeft(snapshot.id)).isZero();

        stage(snapshot, new Checkpoint(0, null, true), "b", "new");
        // Three pages of members of a, one of each other group, three of users.
        assertThat(checkpoints.requestsLeft(snapshot.id)).isEqualTo(8);

        store.execute("UPDATE staging.group_checkpoint SET pages = 2 WHERE snapshot = ? AND group_no = 1", snapshot.id);
        snapshot.listing("users", 0, true);
        assertThat(checkpoints.requestsLeft(snapshot.id)).isEqualTo(3);
    }

    @Test
    void requestsLeftFollowWhatThePagesReadSoFarHold() {
        String[] many = IntStream.range(0, 250).mapToObj(n -> "u" + n).toArray(String[]::new);
        store.snapshot(source).group("a", many).group("b", many).users("u1").publish();
        Staged snapshot = store.snapshot(source);
        stage(snapshot, new Checkpoint(0, null, true), "a", "b", "c", "new", "newer");
        assertThat(checkpoints.requestsLeft(snapshot.id)).isEqualTo(3 + 3 + 1 + 1 + 1);

        // A page of 50 of a, and there is more: 4 pages are left of it, 5 of b.
        read(snapshot, "a", "pending", 1, 50);
        assertThat(checkpoints.requestsLeft(snapshot.id)).isEqualTo(4 + 5 + 1 + 1 + 1);

        // A group that was never published had 3 pages of 50, the last one half full: so have the others.
        read(snapshot, "new", "complete", 3, 125);
        assertThat(checkpoints.requestsLeft(snapshot.id)).isEqualTo(4 + 5 + 3 + 3);

        read(snapshot, "newer", "complete", 1, 0);
        assertThat(checkpoints.requestsLeft(snapshot.id)).isEqualTo(4 + 5 + 2);
    }

    private void read(Staged snapshot, String group, String state, int pages, int memberships) {
        store.execute(
                "UPDATE staging.group_checkpoint c SET state = ?, pages = ?, memberships = ? FROM staging.groups g"
                        + " WHERE g.snapshot = c.snapshot AND g.group_no = c.group_no AND c.snapshot = ? AND g.group_id = ?",
                state,
                pages,
                memberships,
                snapshot.id,
                group);
    }

    @Test
    void groupThatTheListingLacksSinceItStartedOverIsNotReadAndNotCounted() {
        Staged snapshot = store.snapshot(source);
        stage(snapshot, new Checkpoint(0, new Marker("expires"), false), "a", "b");
        stage(snapshot, new Checkpoint(1, null, true), "b");
        assertThat(pending(snapshot)).containsExactly("b");
        assertThat(checkpoints.count(snapshot.id)).isEqualTo(new GroupCounts(1, 0, 1, 0, 0));

        store.execute(
                "UPDATE staging.group_checkpoint SET state = 'complete' WHERE snapshot = ? AND group_no = 2",
                snapshot.id);
        snapshot.publish();
        assertThat(store.rows("SELECT group_id FROM directory.groups")).containsExactly("b");
    }

    @Test
    void groupsWhoseMembersTheProviderAnsweredAreCounted() {
        Staged snapshot = store.snapshot(source);
        stage(snapshot, new Checkpoint(0, null, true), "complete", "gone", "begun", "gap", "untouched");
        store.execute("""
                UPDATE staging.group_checkpoint c SET reason = CASE g.group_id WHEN 'gap' THEN 'denied' END,
                    state = CASE WHEN g.group_id IN ('complete', 'gone', 'gap') THEN g.group_id ELSE 'pending' END,
                    pages = CASE WHEN g.group_id IN ('complete', 'begun') THEN 1 ELSE 0 END
                FROM staging.groups g
                WHERE c.snapshot = ? AND g.snapshot = c.snapshot AND g.group_no = c.group_no
                """, snapshot.id);
        assertThat(checkpoints.count(snapshot.id)).isEqualTo(new GroupCounts(5, 3, 5, 3, 1));
    }

    @Test
    void pageCanBeEmpty() {
        Staged snapshot = store.snapshot(source);
        stage(snapshot, new Checkpoint(0, new Marker("next"), false));
        assertThat(pending(snapshot)).isEmpty();
        assertThat(store.rows("SELECT listing, marker, pages FROM staging.listing_checkpoint WHERE listing = 'groups'"))
                .containsExactly("groups|next|1");
    }

    private void stage(Staged snapshot, Checkpoint after, String... ids) {
        List<StagedGroup> listed = Stream.of(ids)
                .map(id -> StagedGroup.read(new Group(new GroupId(id), id, null, List.of(), null, null, null, null)))
                .toList();
        store.transaction.executeWithoutResult(
                status -> groups.stage(snapshot.token(), new ListingChunk<>(listed, after, 1, RequestCounts.NONE)));
    }

    private List<String> pending(Staged snapshot) {
        return checkpoints.pending(snapshot.id, null, 10).groups().stream()
                .map(checkpoint -> checkpoint.group().value())
                .toList();
    }
}
