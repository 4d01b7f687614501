package dev.rollcall.directory;

import java.util.concurrent.ThreadFactory;

/** Threads that keep no process from ending, with names that a thread dump tells. */
public final class DaemonThreads {
    private DaemonThreads() {}

    /**
     * Makes them.
     *
     * @param name of each of them
     */
    public static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
