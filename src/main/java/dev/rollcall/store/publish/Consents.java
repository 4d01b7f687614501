package dev.rollcall.store.publish;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Relates a person's consent to the removals of guarded snapshots. */
final class Consents {
    private final JdbcClient jdbc;

    Consents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Named(long id, String outcome, @Nullable String removals) {}

    /**
     * The guarded snapshot that consent to the named one publishes.
     *
     * @throws StaleConsentException when there is none
     */
    long guarded(int source, long named) {
        Named shown = named(source, named);
        if (shown.outcome().equals("guarded")) {
            return named;
        }
        Optional<Named> newest = jdbc.sql("""
                        SELECT id, outcome, removals FROM directory.snapshot
                         WHERE source = ? AND outcome = 'guarded' ORDER BY id DESC LIMIT 1
                        """).param(source).query(Named.class).optional();
        if (newest.isEmpty()) {
            throw new StaleConsentException("snapshot " + named + " is " + shown.outcome()
                    + " and no other of its source awaits consent: run without --accept-removals");
        }
        if (shown.removals() == null || !shown.removals().equals(newest.get().removals())) {
            throw new StaleConsentException(
                    ("snapshot %d gave way to snapshot %d, which would remove other rows: look at those, and name %2$d"
                                    + " to consent")
                            .formatted(named, newest.get().id()));
        }
        return newest.get().id();
    }

    /**
     * Checks that what would be removed is what the person was shown.
     *
     * @param digest of what would be removed
     * @throws StaleConsentException when it is not
     */
    void check(int source, PublishRequest.Consent consent, String digest) {
        if (!Objects.equals(named(source, consent.snapshot()).removals(), digest)) {
            throw new StaleConsentException("what would be removed is no longer what snapshot " + consent.snapshot()
                    + " would have removed: run without --accept-removals");
        }
    }

    private Named named(int source, long snapshot) {
        return jdbc.sql("SELECT id, outcome, removals FROM directory.snapshot WHERE id = ? AND source = ?")
                .params(snapshot, source)
                .query(Named.class)
                .optional()
                .orElseThrow(() -> new StaleConsentException(
                        "the source has no snapshot " + snapshot + ": name the one that the guard's message names"));
    }
}
