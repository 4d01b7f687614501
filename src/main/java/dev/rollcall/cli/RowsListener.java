package dev.rollcall.cli;

import dev.rollcall.answer.export.ExportListener;
import dev.rollcall.cli.progress.RowsDisplay;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells how many rows of an answer are written: on a terminal by a line that is painted anew, else as other slow work
 * does. For one thread.
 */
final class RowsListener implements ExportListener, AutoCloseable {
    private final SlowWorkNotice notice;
    private final @Nullable RowsDisplay display;
    private final AtomicLong rows = new AtomicLong();

    RowsListener(CommandContext context) {
        this.notice = new SlowWorkNotice(context);
        this.display = context.paintsProgress() ? new RowsDisplay(rows::get) : null;
    }

    /** Begins work that writes no rows. */
    void begin(String what) {
        notice.begin(what);
    }

    @Override
    public void begun(String source, String dataset) {
        rows.set(0);
        String what = source + ": " + dataset;
        if (display == null) {
            notice.begin(() -> String.format(Locale.ROOT, "%s: %,d rows", what, rows.get()));
        } else {
            notice.end();
            display.begin(what);
        }
    }

    @Override
    public void row() {
        rows.lazySet(rows.get() + 1);
    }

    @Override
    public void close() {
        notice.close();
        if (display != null) {
            display.close();
        }
    }
}
