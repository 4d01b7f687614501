package dev.rollcall.cli.progress;

import dev.rollcall.sync.Progress;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows progress as a bar on the terminal, by standard error: groups read of those listed. */
final class ProgressOnBar implements ProgressView {
    private static final long UNKNOWN = -1;

    private final Progress progress;
    private final RequestRate rate = new RequestRate(System::nanoTime);
    private final ProgressBar bar;

    ProgressOnBar(String source, Progress progress) {
        this.progress = progress;
        this.bar = new ProgressBarBuilder()
                .setTaskName(source)
                .setInitialMax(UNKNOWN)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" groups", 1)
                .setUpdateIntervalMillis(500)
                .build();
    }

    @Override
    public void show() {
        if (progress.listed()) {
            bar.maxHint(progress.groups());
        }
        bar.stepTo(progress.groupsRead());
        bar.setExtraMessage(
                progress.publishing()
                        ? "publishing"
                        : progress.memberships() + " members, " + rate.since(progress.requests()) + " req/s");
    }

    @Override
    public void close() {
        show();
        bar.close();
    }
}
