package dev.rollcall.sync.step;

/** How often one listing starts over because its marker expired. For one thread. */
final class Restarts {
    private static final int MOST = 3;

    private int restarts;

    /** Counts a restart; false when the listing has started over too often already. */
    boolean another() {
        return ++restarts <= MOST;
    }
}
