package dev.rollcall.cli.progress;

import dev.rollcall.sync.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows progress as a line in the log. */
final class ProgressInLog implements ProgressView {
    private static final Logger log = LoggerFactory.getLogger(ProgressInLog.class);

    private final String source;
    private final Progress progress;
    private final RequestRate rate;

    ProgressInLog(String source, Progress progress) {
        this.source = source;
        this.progress = progress;
        this.rate = new RequestRate(System::nanoTime);
    }

    @Override
    public void show() {
        log.info(
                "source {}: {} of {} groups, {} memberships, {} users read; {} requests/s{}",
                source,
                progress.groupsRead(),
                progress.groups() + (progress.listed() ? "" : " or more"),
                progress.memberships(),
                progress.users(),
                rate.since(progress.requests()),
                progress.publishing() ? "; publishing" : "");
    }
}
