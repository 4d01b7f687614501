package dev.rollcall.store.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.database.LongTransaction;
import dev.rollcall.directory.Group;
import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Member;
import dev.rollcall.directory.Membership;
import dev.rollcall.directory.User;
import dev.rollcall.fixture.StoreFixture;
import dev.rollcall.fixture.StoreFixture.Staged;
import dev.rollcall.store.publish.PublishRequest.GuardLimits;
import dev.rollcall.store.snapshot.Snapshots;
import dev.rollcall.store.snapshot.Snapshots.Plan;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.source.FencedException;
import dev.rollcall.store.source.FencingToken;
import dev.rollcall.store.staging.GroupCheckpoint;
import dev.rollcall.store.staging.GroupCheckpoints;
import dev.rollcall.store.staging.GroupStaging;
import dev.rollcall.store.staging.JobMetadata;
import dev.rollcall.store.staging.ListingChunk;
import dev.rollcall.store.staging.ListingChunk.Checkpoint;
import dev.rollcall.store.staging.MembershipPages;
import dev.rollcall.store.staging.MembershipStaging;
import dev.rollcall.store.staging.RequestCounts;
import dev.rollcall.store.staging.SnapshotStaging;
import dev.rollcall.store.staging.StagedGroup;
import dev.rollcall.store.staging.StagingCleanup;
import dev.rollcall.store.staging.UserStaging;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** A run that lost its source to a later one changes no row, by whichever of the store's writes it tries. */
class OutdatedRunTest {
    private final StoreFixture store = new StoreFixture();
    private final Fence fence = new Fence(store.jdbc);
    private final int source = store.source("acme");
    private final Staged snapshot =
            store.snapshot(source).group("g", "ann").gap("h").users("ann");
    private final FencingToken outdated = new FencingToken(source, snapshot.id, StoreFixture.EPOCH - 1);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everyWriteIsRefused() {
        writes().forEach((name, write) -> {
            String before = everyRow();
            assertThatThrownBy(() -> store.transaction.executeWithoutResult(status -> write.run()))
                    .as(name)
                    .isInstanceOf(FencedException.class);
            assertThat(everyRow()).as(name).isEqualTo(before);
        });
    }

    private Map<String, Runnable> writes() {
        Map<String, Runnable> writes = new LinkedHashMap<>();
        Snapshots snapshots = new Snapshots(store.jdbc, store.fenced);
        Plan plan = new Plan("all", true, "test", true, Duration.ofHours(6));
        writes.put("begin", () -> snapshots.begin(source, outdated.epoch(), plan));
        writes.put("resume", () -> snapshots.resume(outdated));
        writes.put("plan", () -> snapshots.plan(outdated, false, Duration.ofHours(1)));
        writes.put("next attempt", () -> snapshots.nextAttempt(outdated));
        writes.put("discard", () -> snapshots.discard(outdated));

        Checkpoint end = new Checkpoint(0, null, true);
        RequestCounts one = new RequestCounts(1, 0, 0);
        GroupId group = new GroupId("g");
        Group described = new Group(group, "g", null, List.of(), null, null, null, null);
        User user = new User("bob", null, null, null, null, List.of(), null, null, null, null);
        Membership membership = new Membership(group, new Member.User("bob"), "m", null, null);
        MembershipPages pages = new MembershipPages(
                List.of(List.of(membership)),
                new GroupCheckpoint(1, group, 0, null, 1, false),
                MembershipPages.State.COMPLETE,
                null);
        writes.put(
                "groups",
                () -> new GroupStaging(store.dataSource, fence)
                        .stage(outdated, new ListingChunk<>(List.of(StagedGroup.read(described)), end, 1, one)));
        writes.put(
                "users",
                () -> new UserStaging(store.dataSource, fence)
                        .stage(outdated, new ListingChunk<>(List.of(user), end, 1, one)));
        writes.put(
                "memberships",
                () -> new MembershipStaging(store.dataSource, fence).stage(outdated, List.of(pages), one));
        writes.put("retry of gaps", () -> new GroupCheckpoints(store.dataSource, fence).retryGaps(outdated));
        LongTransaction longTransaction =
                new LongTransaction(store.dataSource, new DataSourceTransactionManager(store.dataSource));
        writes.put(
                "requests",
                () -> new SnapshotStaging(store.jdbc, store.fenced, longTransaction).count(outdated, 1, List.of(one)));

        PublishRequest request = new PublishRequest(outdated, new GuardLimits(10, 50, 5), new GapLimit(100), null);
        writes.put("publish", () -> store.publisher.publish(request));
        writes.put("comparison", () -> store.publisher.compare(request, difference -> {}));
        writes.put(
                "retirement",
                () -> new SourceRetirement(store.dataSource).retire(source, outdated.epoch(), kind -> {}));
        return writes;
    }

    @Test
    void nothingIsDroppedThatALaterRunMayNeed() {
        store.execute("UPDATE directory.snapshot SET dry_run = true WHERE id = ?", snapshot.id);
        int other = store.source("other");
        Staged expired = store.snapshot(other).group("g", "ann");
        store.execute(
                "UPDATE directory.snapshot SET resume_until = now() - interval '1 hour' WHERE id = ?", expired.id);
        String before = everyRow();

        StagingCleanup cleanup = new StagingCleanup(store.jdbc, store.fenced);
        cleanup.drop(source, outdated.epoch(), () -> false);
        cleanup.dropAbandoned(source, outdated.epoch(), () -> false);
        new JobMetadata(store.jdbc, store.fenced).dropFinished(source, outdated.epoch(), () -> false);

        assertThat(everyRow()).isEqualTo(before);
    }

    /** With what wrote each row last. */
    private String everyRow() {
        StringBuilder rows = new StringBuilder();
        store.jdbc
                .sql("SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace IN"
                        + " ('directory'::regnamespace, 'staging'::regnamespace, 'batch'::regnamespace) ORDER BY 1")
                .query(String.class)
                .list()
                .forEach(table -> rows.append(table)
                        .append(store.rows("SELECT t.ctid, t.xmin, t.* FROM " + table + " t ORDER BY t.ctid"))
                        .append('\n'));
        return rows.toString();
    }
}
