package dev.rollcall.store.source;

import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A transaction in which a run writes: it first requires that no later run took the source, and none can until it ends.
 * Joins the caller's transaction, if there is one. Safe for use by several threads.
 */
public final class FencedTransaction {
    private final Fence fence;
    private final TransactionTemplate transaction;

    /** Takes the transaction manager of the fence's data source. */
    public FencedTransaction(Fence fence, PlatformTransactionManager transactions) {
        this.fence = fence;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Works for a run's snapshot.
     *
     * @param work must not return null
     * @throws FencedException when a later run took the source; nothing was done
     */
    public <T> T execute(FencingToken token, Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> {
            fence.requireCurrent(token);
            return work.get();
        }));
    }

    /** The same for work without a result. */
    public void run(FencingToken token, Runnable work) {
        transaction.executeWithoutResult(status -> {
            fence.requireCurrent(token);
            work.run();
        });
    }

    /** The same for a run that works on no snapshot. */
    public <T> T execute(int source, long epoch, Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> {
            fence.requireCurrent(source, epoch);
            return work.get();
        }));
    }
}
