package dev.rollcall.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.store.StoreFixture.Staged;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListingStagingTest {
    private final StoreFixture store = new StoreFixture();
    private final Fence fence = new Fence(store.jdbc);
    private final ListingStaging listings = new ListingStaging(store.dataSource, fence);
    private final MembershipStaging memberships = new MembershipStaging(store.dataSource, fence);
    private final int source = store.source("acme");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void membershipsOfAGroupCanBeReadAsSoonAsItIsStaged() {
        Staged snapshot = store.snapshot(source);
        stage(snapshot, new ListingCheckpoint(0, new Marker("next"), false), "a", "b");
        assertThat(pending(snapshot)).containsExactly("a", "b");
        stage(snapshot, new ListingCheckpoint(0, null, true), "b", "c");
        assertThat(pending(snapshot)).containsExactly("a", "b", "c");
        assertThat(memberships.progress(snapshot.id)).isEqualTo(new StagingProgress(3, 0));
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
        stage(snapshot, new ListingCheckpoint(0, null, true), "new", "a", "b", "c");
        assertThat(pending(snapshot)).containsExactly("b", "c", "a", "new");
    }

    @Test
    void aGroupThatTheListingLacksSinceItStartedOverIsNotReadAndNotCounted() {
        Staged snapshot = store.snapshot(source);
        stage(snapshot, new ListingCheckpoint(0, new Marker("expires"), false), "a", "b");
        stage(snapshot, new ListingCheckpoint(1, null, true), "b");
        assertThat(pending(snapshot)).containsExactly("b");
        assertThat(memberships.progress(snapshot.id)).isEqualTo(new StagingProgress(1, 0));

        store.execute(
                "UPDATE staging.group_checkpoint SET state = 'complete' WHERE snapshot = ? AND group_no = 2",
                snapshot.id);
        snapshot.publish();
        assertThat(store.rows("SELECT group_id FROM directory.groups")).containsExactly("b");
    }

    private void stage(Staged snapshot, ListingCheckpoint after, String... groups) {
        List<StagedGroup> listed = Stream.of(groups)
                .map(id -> StagedGroup.read(new Group(new GroupId(id), id, null, List.of(), null, null, null, null)))
                .toList();
        store.transaction.executeWithoutResult(
                status -> listings.stageGroups(snapshot.hold(), new ListedPages<>(listed, after, 1, Requests.NONE)));
    }

    private List<String> pending(Staged snapshot) {
        return memberships.pending(snapshot.id, null, 10).entries().stream()
                .map(entry -> entry.checkpoint().group().value())
                .toList();
    }
}
