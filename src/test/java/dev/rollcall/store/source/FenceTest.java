package dev.rollcall.store.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.fixture.StoreFixture;
import java.time.Duration;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

class FenceTest {
    private static final long SNAPSHOT = 11;

    private final StoreFixture store = new StoreFixture();
    private final Fence fence = new Fence(store.jdbc);
    private final int source = store.source("acme");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void eachRunsEpochIsAboveTheLast() {
        long first = fence.raise(source);

        assertThat(fence.raise(source)).isGreaterThan(first);
        assertThat(store.value("SELECT holder FROM staging.fence WHERE source = ?", source))
                .contains("process " + ProcessHandle.current().pid());
    }

    @Test
    void epochIsAboveAllOfATimeThatARestoredDatabaseLost() {
        setEpoch(5);
        long lost = fence.raise(source);
        setEpoch(5);

        assertThat(fence.raise(source)).isGreaterThan(lost);
    }

    @Test
    void epochRisesThoughTheClockIsBehindTheLastOne() {
        long ahead = fence.raise(source) + Duration.ofDays(1).toNanos() / 1_000;
        setEpoch(ahead);

        assertThat(fence.raise(source)).isEqualTo(ahead + 1);
    }

    @Test
    void firstRunOfASourceGetsAnEpoch() {
        store.execute("DELETE FROM staging.fence");
        FencingToken first = begin();

        assertThatCode(() -> fence.requireCurrent(first)).doesNotThrowAnyException();
    }

    @Test
    void earlierRunIsRefused() {
        FencingToken earlier = begin();
        FencingToken later = begin();

        assertThatThrownBy(() -> fence.requireCurrent(earlier))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("a later run took source number " + source)
                .hasMessageContaining("snapshot " + SNAPSHOT);
        assertThatThrownBy(() -> fence.requireCurrentExclusively(earlier)).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> fence.requireCurrentExclusively(source, earlier.epoch()))
                .isInstanceOf(FencedException.class);
        assertThatCode(() -> fence.requireCurrent(later)).doesNotThrowAnyException();
        assertThatCode(() -> fence.requireCurrentExclusively(later)).doesNotThrowAnyException();
    }

    @Test
    void runOfASourceWithoutAFenceIsRefused() {
        assertThatThrownBy(() -> fence.requireCurrent(new FencingToken(source + 1, SNAPSHOT, 1)))
                .isInstanceOf(FencedException.class);
    }

    @Test
    void refusedTransactionWritesNothing() {
        FencingToken earlier = begin();
        begin();

        assertThatThrownBy(() -> store.transaction.executeWithoutResult(status -> {
                    store.execute(
                            "INSERT INTO staging.listing_checkpoint (snapshot, listing) VALUES (?, 'users')", SNAPSHOT);
                    fence.requireCurrent(earlier);
                }))
                .isInstanceOf(FencedException.class);

        assertThat(store.rows("SELECT * FROM staging.listing_checkpoint")).isEmpty();
    }

    @Test
    void writersOfOneRunDoNotWaitForEachOther() {
        FencingToken token = begin();
        store.transaction.executeWithoutResult(status -> {
            fence.requireCurrent(token);

            assertThatCode(() -> inAnotherTransaction(() -> fence.requireCurrent(token)))
                    .doesNotThrowAnyException();
        });
    }

    @Test
    void publishWaitsForWritersAndWritersForThePublish() {
        FencingToken token = begin();
        store.transaction.executeWithoutResult(status -> {
            fence.requireCurrent(token);

            assertThatWaits(() -> inAnotherTransaction(() -> fence.requireCurrentExclusively(token)));
        });
        store.transaction.executeWithoutResult(status -> {
            fence.requireCurrentExclusively(token);

            assertThatWaits(() -> inAnotherTransaction(() -> fence.requireCurrent(token)));
            assertThatWaits(() -> inAnotherTransaction(() -> fence.requireCurrentExclusively(token)));
        });
    }

    @Test
    void laterRunBeginsOnlyAfterTheTransactionsThatAreStillWriting() {
        FencingToken token = begin();
        store.transaction.executeWithoutResult(status -> {
            fence.requireCurrent(token);

            assertThatWaits(() -> inAnotherTransaction(() -> fence.raise(source)));
        });
        assertThat(fence.raise(source)).isGreaterThan(token.epoch());
    }

    @Test
    void sourcesDoNotWaitForEachOther() {
        int other = store.source("other");
        FencingToken token = begin();
        FencingToken others = new FencingToken(other, SNAPSHOT, fence.raise(other));
        store.transaction.executeWithoutResult(status -> {
            fence.requireCurrentExclusively(token);

            assertThatCode(() -> inAnotherTransaction(() -> fence.requireCurrentExclusively(others)))
                    .doesNotThrowAnyException();
        });
    }

    private FencingToken begin() {
        return new FencingToken(source, SNAPSHOT, fence.raise(source));
    }

    private void setEpoch(long epoch) {
        store.execute("UPDATE staging.fence SET epoch = ? WHERE source = ?", epoch, source);
    }

    /** On a connection of its own, which gives up when it has to wait. */
    private void inAnotherTransaction(Runnable work) {
        TransactionTemplate another =
                new TransactionTemplate(Objects.requireNonNull(store.transaction.getTransactionManager()));
        another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        another.executeWithoutResult(status -> {
            store.execute("SET LOCAL lock_timeout = '200ms'");
            work.run();
        });
    }

    private static void assertThatWaits(ThrowingCallable work) {
        assertThatThrownBy(work).rootCause().hasMessageContaining("lock timeout");
    }
}
