package dev.rollcall.faults;

import dev.rollcall.fixture.SourceBuilder;
import dev.rollcall.source.NoticeSettings;
import dev.rollcall.source.Source;
import dev.rollcall.store.publish.PublishRequest.Consent;
import dev.rollcall.sync.SyncOptions;
import dev.rollcall.sync.SyncResult.Outcome;
import org.jspecify.annotations.Nullable;

/** The state that a run starts from, and the outcome expected of it. */
enum Scenario {
    /** Nothing was ever published. */
    FIRST(Outcome.PUBLISHED),
    /** The directory changed a little. */
    CHANGED(Outcome.PUBLISHED),
    /** The directory lost more than the guard lets pass. */
    GUARDED(Outcome.GUARDED),
    /** A person consents to the snapshot that the guard held back. */
    CONSENT(Outcome.PUBLISHED),
    /** A dry run. */
    DRY_RUN(Outcome.DRY_RUN);

    private final Outcome outcome;

    Scenario(Outcome outcome) {
        this.outcome = outcome;
    }

    /** The outcome of a run without faults. */
    Outcome outcome() {
        return outcome;
    }

    boolean publishes() {
        return outcome == Outcome.PUBLISHED;
    }

    /** @param guarded the snapshot that awaits consent; null when none does */
    SyncOptions options(@Nullable Long guarded) {
        if (this == DRY_RUN) {
            return new SyncOptions(false, (source, difference) -> {}, null);
        }
        if (this == CONSENT && guarded != null) {
            return new SyncOptions(false, null, new Consent(guarded, "a person"));
        }
        return SyncOptions.DEFAULT;
    }

    /** The source; where the guard must trip, it permits no removal. */
    Source source() {
        return builder().build();
    }

    /** The same source, with a webhook. */
    Source source(NoticeSettings notices) {
        return builder().notices(notices).build();
    }

    private SourceBuilder builder() {
        boolean guarded = this == GUARDED || this == CONSENT;
        return builder(guarded ? new Source.Guard(0, 0, 0) : new Source.Guard(100, 100, 1_000));
    }

    static Source source(Source.Guard guard) {
        return builder(guard).build();
    }

    private static SourceBuilder builder(Source.Guard guard) {
        return new SourceBuilder("acme", MemoryStore.PROVIDER, "d-1234567890", "eu-west-1")
                .rate(100_000)
                .workers(2)
                .pageSize(MemoryStore.PAGE_SIZE)
                .guard(guard);
    }
}
