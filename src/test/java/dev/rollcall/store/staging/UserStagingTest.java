package dev.rollcall.store.staging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.directory.ExternalId;
import dev.rollcall.directory.Marker;
import dev.rollcall.directory.User;
import dev.rollcall.directory.User.Status;
import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.staging.ListingChunk.Checkpoint;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserStagingTest {
    private final StoreFixture store = new StoreFixture();
    private final UserStaging staging = new UserStaging(store.dataSource, new Fence(store.jdbc));
    private final int source = store.source("acme");

    @AfterEach
    void close() {
        store.close();
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
    void pageCanBeEmpty() {
        Staged snapshot = store.snapshot(source);
        stageUsers(snapshot);
        assertThat(store.rows("SELECT user_id FROM staging.users")).isEmpty();
        assertThat(store.rows("SELECT listing, marker, pages FROM staging.listing_checkpoint WHERE listing = 'users'"))
                .containsExactly("users|next|1");
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
        Checkpoint after = new Checkpoint(0, new Marker("next"), false);
        store.transaction.executeWithoutResult(status ->
                staging.stage(snapshot.token(), new ListingChunk<>(List.of(users), after, 1, RequestCounts.NONE)));
    }
}
