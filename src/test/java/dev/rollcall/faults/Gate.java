package dev.rollcall.faults;

import dev.rollcall.directory.Provider;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stops a run in the middle: after some pages of memberships were read, further ones wait until the gate opens. */
final class Gate {
    private static final long PATIENCE_SECONDS = 180;

    private final AtomicInteger pagesLeft;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    /** @param pages of memberships that pass before it */
    Gate(int pages) {
        this.pagesLeft = new AtomicInteger(pages);
    }

    Provider around(Provider provider) {
        return new Observed(provider, this::pass);
    }

    /** Returns when a run stands at the gate. */
    void awaitRun() {
        await(reached);
    }

    void open() {
        open.countDown();
    }

    private void pass(String operation) {
        if (operation.equals(Observed.LIST_MEMBERSHIPS) && pagesLeft.getAndDecrement() <= 0) {
            reached.countDown();
            await(open);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
