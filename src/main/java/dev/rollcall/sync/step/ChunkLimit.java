package dev.rollcall.sync.step;

import java.time.Duration;

/**
 * Where a chunk ends: after 10 pages, the one that is prefetched while it is written included, or one second after its
 * first page. A kill thus costs at most 10 pages a reader. For one thread.
 */
final class ChunkLimit {
    private static final int PAGES = 10 - 1;
    private static final long NANOS = Duration.ofSeconds(1).toNanos();

    private int pages;
    private long firstPageAt;

    void addPage() {
        if (pages++ == 0) {
            firstPageAt = System.nanoTime();
        }
    }

    boolean isReached() {
        return pages >= PAGES || (pages > 0 && System.nanoTime() - firstPageAt >= NANOS);
    }

    int pages() {
        return pages;
    }
}
