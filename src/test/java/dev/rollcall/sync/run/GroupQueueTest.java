package dev.rollcall.sync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.directory.Marker;
import dev.rollcall.fixture.MigratedDatabase;
import dev.rollcall.postgres.TestDatabase;
import dev.rollcall.store.source.Fence;
import dev.rollcall.store.staging.GroupCheckpoint;
import dev.rollcall.store.staging.GroupCheckpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

@Timeout(60)
class GroupQueueTest {
    private static final long SNAPSHOT = 1;

    private final TestDatabase database = MigratedDatabase.create();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private final GroupQueue queue =
            new GroupQueue(new GroupCheckpoints(database.dataSource(), new Fence(jdbc)), SNAPSHOT);

    @BeforeEach
    void beginListing() {
        jdbc.sql("INSERT INTO staging.listing_checkpoint (snapshot, listing) VALUES (?, 'groups')")
                .param(SNAPSHOT)
                .update();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void handsOutEachGroupOnceAsItIsStaged() {
        stage(1, 0);
        stage(2, 0);
        queue.staged();
        assertThat(polled()).containsExactly(1, 2);

        stage(3, 0);
        assertThat(queue.poll()).isNull();
        queue.staged();
        assertThat(polled()).containsExactly(3);

        stage(4, 0);
        queue.allStaged();
        assertThat(polled()).containsExactly(4);
        assertThat(queue.awaitMore()).isFalse();
    }

    @Test
    void handsOutTheLargestOfTheRestFirstOnceAllAreStaged() {
        stage(1, 0);
        stage(2, 0);
        stage(3, 0);
        queue.staged();
        assertThat(polled(1)).containsExactly(1);

        stage(4, 10);
        stage(5, 20);
        queue.allStaged();
        assertThat(polled()).containsExactly(5, 4, 2, 3);
    }

    @Test
    void handsOutMoreGroupsThanItHoldsAtATime() {
        jdbc.sql("""
                        WITH staged AS (
                            INSERT INTO staging.groups (snapshot, group_id, group_no, reading, external_ids)
                            SELECT ?, n::text, n, 0, '[]' FROM generate_series(1, 5000) n
                            RETURNING snapshot, group_no)
                        INSERT INTO staging.group_checkpoint (snapshot, group_no) SELECT * FROM staged
                        """).param(SNAPSHOT).update();
        queue.staged();
        List<Integer> all = polled(1_900);
        jdbc.sql("UPDATE staging.group_checkpoint SET state = 'complete' WHERE group_no <= 1800")
                .update();
        all.addAll(polled(1_600));
        queue.allStaged();
        all.addAll(polled());
        assertThat(all).hasSize(5_000).doesNotHaveDuplicates();
    }

    @Test
    void handsOutWhatWasPutBackAfterAllOthersAndForTheLastTime() {
        stage(1, 0);
        stage(2, 0);
        queue.staged();
        GroupQueue.Turn first = Objects.requireNonNull(queue.poll());
        assertThat(first.last()).isFalse();
        GroupCheckpoint further = first.from().after(new Marker("on"));
        queue.putBack(further);
        assertThat(polled()).containsExactly(2);

        stage(3, 0);
        queue.allStaged();
        assertThat(polled(1)).containsExactly(3);
        assertThat(queue.poll()).isEqualTo(new GroupQueue.Turn(further, true));
        assertThat(queue.poll()).isNull();
        assertThat(queue.awaitMore()).isFalse();
    }

    @Test
    void knowsTheGapsOfAnEarlierRun() {
        stage(1, 0);
        stage(2, 10);
        jdbc.sql("UPDATE staging.group_checkpoint SET reason = 'denied' WHERE group_no = 1")
                .update();
        queue.allStaged();

        assertThat(Stream.generate(queue::poll).limit(2).map(Objects::requireNonNull))
                .extracting(turn -> turn.from().groupNo(), turn -> turn.from().triedAgain())
                .containsExactly(tuple(1, true), tuple(2, false));
    }

    @Test
    void leavesOutGroupsThatTheListingLacksSinceItStartedOver() {
        stage(1, 0);
        stage(2, 0);
        jdbc.sql("UPDATE staging.listing_checkpoint SET reading = 1").update();
        jdbc.sql("UPDATE staging.groups SET reading = 1 WHERE group_no = 2").update();
        queue.allStaged();
        assertThat(polled()).containsExactly(2);
    }

    @Test
    void wakesAWaitingWorkerWhenGroupsAreStaged() {
        assertThat(queue.poll()).isNull();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(queue::awaitMore);
        stage(1, 0);
        queue.staged();
        assertThat(waiting.join()).isTrue();
        assertThat(polled()).containsExactly(1);
    }

    @Test
    void letsNoWorkerWaitAfterTheEndOfTheListing() {
        assertThat(queue.poll()).isNull();
        CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        Thread worker = new Thread(() -> waiting.complete(queue.awaitMore()));
        worker.start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> worker.getState() == Thread.State.WAITING);
        queue.endWaiting();
        assertThat(waiting.join()).isFalse();
        assertThat(queue.awaitMore()).isFalse();
    }

    private void stage(int groupNo, int expected) {
        jdbc.sql("""
                        INSERT INTO staging.groups (snapshot, group_id, group_no, reading, external_ids, expected)
                        VALUES (?, ?, ?, 0, '[]', ?)
                        """).params(SNAPSHOT, "group " + groupNo, groupNo, expected).update();
        jdbc.sql("INSERT INTO staging.group_checkpoint (snapshot, group_no) VALUES (?, ?)")
                .params(SNAPSHOT, groupNo)
                .update();
    }

    private List<Integer> polled() {
        return polled(Integer.MAX_VALUE);
    }

    private List<Integer> polled(int most) {
        List<Integer> polled = new ArrayList<>();
        while (polled.size() < most) {
            GroupQueue.Turn next = queue.poll();
            if (next == null) {
                break;
            }
            polled.add(next.from().groupNo());
        }
        return polled;
    }
}
