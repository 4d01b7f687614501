package dev.rollcall.sync.run;

import dev.rollcall.notice.NoticeContent;
import dev.rollcall.notice.Outbox;
import dev.rollcall.source.NoticeSettings;
import dev.rollcall.source.NoticeSettings.Kind;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.PublishOutcome;
import dev.rollcall.store.snapshot.Snapshots;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResult.Outcome;
import dev.rollcall.sync.SyncResultText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** Writes what becomes of runs into the outbox, each in the transaction that decides it. Safe for use by several threads. */
public final class RunNotices {
    private final Outbox outbox;
    private final Snapshots snapshots;
    private final SyncResultText text;

    RunNotices(Outbox outbox, Snapshots snapshots, SyncResultText text) {
        this.outbox = outbox;
        this.snapshots = snapshots;
        this.text = text;
    }

    /** Tells of a publish, in its transaction: those who listen in the database, and the source's webhook. */
    public void offered(RunContext run, PublishOutcome outcome) {
        SyncResult result = outcome instanceof PublishOutcome.Guarded guarded
                ? run.results()
                        .guarded(
                                run.snapshot(),
                                guarded.comparison(),
                                snapshots.row(run.token().snapshot()).requests())
                : run.results().published(run.snapshot(), ((PublishOutcome.Published) outcome).snapshot());
        outbox.announce(
                result.source(), run.token().snapshot(), result.outcome().toString());
        Kind kind = result.outcome() == Outcome.GUARDED ? Kind.GUARDED : Kind.PUBLISHED;
        write(run.token().source(), run.source(), kind, result);
    }

    /**
     * Tells of a run's end that no publish told of, in the transaction that records it.
     *
     * @param number the source's
     */
    void ended(int number, Source source, SyncResult result) {
        if (result.outcome() == Outcome.FAILED) {
            write(number, source, Kind.FAILED, result);
        }
    }

    private void write(int number, Source source, Kind kind, SyncResult result) {
        NoticeSettings settings = source.notices();
        if (settings == null || !settings.on().contains(kind)) {
            return;
        }
        Instant at = Objects.requireNonNullElseGet(
                result.publishedAt(), () -> Instant.now().truncatedTo(ChronoUnit.MICROS));
        outbox.write(
                number,
                new NoticeContent(source.name(), kind, result.snapshotId(), at, text.json(result), text.lines(result)));
    }
}
