package dev.rollcall.store.staging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.ExternalId;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.User;
import dev.rollcall.directory.User.Status;
import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import dev.rollcall.store.source.Fence;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    @Test
    void usersAreStagedAsRead() {
        Staged snapshot = store.snapshot(source);
        Instant created = Instant.parse("2025-03-01T10:00:00.123456Z");
        Instant updated = Instant.parse("9999-12-31T23:59:59.999999Z");
        stageUsers(
                snapshot,
                new User(
                        "{a,\"b\"}",
                        "NULL",
                        "",
                        "\\ ' \u00e9\u4e2d\ud83d\ude00",
                        Status.DISABLED,
                        List.of(new ExternalId("i", "x"), new ExternalId(null, "y")),
                        created,
                        "maker",
                        updated,
                        "changer"),
                user("b", null));
        assertThat(store.rows("""
                        SELECT user_id, reading, user_name, display_name, email, status, external_ids::text AS ids,
                            created_at AT TIME ZONE 'UTC' AS created, created_by,
                            updated_at AT TIME ZONE 'UTC' AS updated, updated_by
                        FROM staging.users ORDER BY user_id
                        """))
                .containsExactly(
                        "b|0|-|-|-|-|[]|-|-|-|-",
                        "{a,\"b\"}|0|NULL||\\ ' \u00e9\u4e2d\ud83d\ude00|disabled|"
                                + "[{\"id\": \"y\", \"issuer\": null}, {\"id\": \"x\", \"issuer\": \"i\"}]|"
                                + "2025-03-01T10:00:00.123456|maker|9999-12-31T23:59:59.999999|changer");
    }

    @Test
    void aPageCanBeEmpty() {
        Staged snapshot = store.snapshot(source);
        stage(snapshot, new ListingCheckpoint(0, new Marker("next"), false));
        stageUsers(snapshot);
        assertThat(pending(snapshot)).isEmpty();
        assertThat(store.rows("SELECT listing, marker, pages FROM staging.listing_checkpoint ORDER BY 1"))
                .containsExactly("groups|next|1", "users|next|1");
    }

    @Test
    void ofUsersWhoseIdsAreStoredAlikeTheLastCounts() {
        Staged snapshot = store.snapshot(source);
        stageUsers(snapshot, user("a\u0000", "one"), user("a\ufffd", "two"), user("a\ufffd", "three"));
        stageUsers(snapshot, user("b", "four"), user("b", "five"));
        assertThat(store.rows("SELECT user_id, user_name FROM staging.users ORDER BY user_id"))
                .containsExactly("a\ufffd|three", "b|five");
    }

    private static User user(String id, @Nullable String userName) {
        return new User(id, userName, null, null, null, List.of(), null, null, null, null);
    }

    private void stageUsers(Staged snapshot, User... users) {
        ListingCheckpoint after = new ListingCheckpoint(0, new Marker("next"), false);
        store.transaction.executeWithoutResult(status -> listings.stageUsers(
                snapshot.token(), new ListingChunk<>(List.of(users), after, 1, RequestCounts.NONE)));
    }

    private void stage(Staged snapshot, ListingCheckpoint after, String... groups) {
        List<StagedGroup> listed = Stream.of(groups)
                .map(id -> StagedGroup.read(new Group(new GroupId(id), id, null, List.of(), null, null, null, null)))
                .toList();
        store.transaction.executeWithoutResult(status ->
                listings.stageGroups(snapshot.token(), new ListingChunk<>(listed, after, 1, RequestCounts.NONE)));
    }

    private List<String> pending(Staged snapshot) {
        return memberships.pending(snapshot.id, null, 10).entries().stream()
                .map(entry -> entry.checkpoint().group().value())
                .toList();
    }
}
