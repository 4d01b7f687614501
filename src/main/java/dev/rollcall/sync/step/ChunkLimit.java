package dev.rollcall.sync.step;

import java.time.Duration;

/**
 * When a chunk ends: at 10 pages, counting the one that is read ahead while it is written, or a second after its first
 * page. So a kill costs no more than 10 pages a reader. For one thread.
 */
final class ChunkLimit {
    private static final int PAGES = 10 - 1;
    private static final long NANOS = Duration.ofSeconds(1).toNanos();

    private int pages;
    private long first;

    void spend() {
        if (pages++ == 0) {
            first = System.nanoTime();
        }
    }

    boolean spent() {
        return pages >= PAGES || (pages > 0 && System.nanoTime() - first >= NANOS);
    }

    int pages() {
        return pages;
    }
}
