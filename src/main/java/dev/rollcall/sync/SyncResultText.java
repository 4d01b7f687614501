package dev.rollcall.sync;

import java.util.List;

/** Tells a result in the command line's words, which its notice repeats. */
public interface SyncResultText {
    /** One JSON object, as {@code sync --json} prints it. */
    String json(SyncResult result);

    /** For people, line by line. */
    List<String> lines(SyncResult result);
}
