package dev.rollcall.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.database.Database;
import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.fixture.StoreFixture;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Source acme was known from 2 to 6 March, when it was retired, and again from the 10th; source idle never was. */
class CoverageTest {
    private final StoreFixture store = new StoreFixture();
    private final Database database = store.open();
    private ReadSession session;
    private Coverage coverage;

    @BeforeEach
    void publish() {
        store.source("idle");
        int acme = store.source("acme");
        published(acme, "2026-03-02T00:00:00Z", "2026-03-06T00:00:00Z");
        published(acme, "2026-03-04T00:00:00Z", "2026-03-06T00:00:00Z");
        published(acme, "2026-03-10T00:00:00Z", null);
        look();
    }

    @AfterEach
    void close() {
        session.close();
        database.close();
        store.close();
    }

    @Test
    void sourceIsCoveredFromItsFirstSnapshotUntilItsRetirement() {
        assertThat(coverage.covers("acme", at(1))).isFalse();
        assertThat(coverage.covers("acme", at(2))).isTrue();
        assertThat(coverage.covers("acme", at(6).minusNanos(1_000))).isTrue();
        assertThat(coverage.covers("acme", at(6))).isFalse();
        assertThat(coverage.covers("acme", at(11))).isTrue();
        assertThat(coverage.covers("idle", at(11))).isFalse();
        assertThat(coverage.covers("nobody", at(11))).isFalse();
    }

    @Test
    void whatIsNotCoveredIsToldWithSourceTimeAndWhatIsKnown() {
        assertThatThrownBy(() -> coverage.require("acme", at(7)))
                .isInstanceOf(NotCoveredException.class)
                .hasMessage("nothing is known of source acme as of 2026-03-07T00:00:00.000000Z;"
                        + " its history is known from 2026-03-02T00:00:00.000000Z on");
        assertThatThrownBy(() -> coverage.require("idle", at(7)))
                .hasMessageContaining("nothing was ever published of it");
        coverage.require("acme", at(3));
    }

    @Test
    void spanIsCutToItsFirstAndLastTimeThatIsKnown() {
        assertThat(cut(1, 11)).isEqualTo(new Span(at(2), at(11)));
        assertThat(cut(3, 5)).isEqualTo(new Span(at(3), at(5)));
        assertThat(cut(1, 8)).isEqualTo(new Span(at(2), at(6).minusNanos(1_000)));
        assertThat(cut(7, 11)).isEqualTo(new Span(at(10), at(11)));
        assertThat(cut(1, 2)).isEqualTo(new Span(at(2), at(2)));
        assertThatThrownBy(() -> cut(6, 9)).isInstanceOf(NotCoveredException.class);
        assertThatThrownBy(() -> cut(1, 1)).isInstanceOf(NotCoveredException.class);
        assertThat(coverage.known("idle", new Span(at(1), at(11)))).isEqualTo(Optional.empty());
    }

    @Test
    void nothingIsKnownFromBeforeAPrune() {
        store.execute("UPDATE directory.source SET pruned_before = '2026-03-05T00:00:00Z' WHERE name = 'acme'");
        look();

        assertThat(coverage.covers("acme", at(4))).isFalse();
        assertThat(cut(1, 11)).isEqualTo(new Span(at(5), at(11)));
        assertThatThrownBy(() -> cut(1, 4)).isInstanceOf(NotCoveredException.class);
    }

    @Test
    void retiredSourceIsFoundByNameAlone() {
        store.execute("UPDATE directory.source SET retired_at = now() WHERE name = 'acme'");
        look();
        KnownSources sources = new KnownSources(session);

        assertThat(sources.current()).containsExactly("idle");
        assertThat(sources.named(List.of("idle", "acme", "idle"))).containsExactly("idle", "acme");
        assertThatThrownBy(() -> sources.named(List.of("acne")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("the database knows no source 'acne': did you mean acme?");
    }

    private void look() {
        if (session != null) {
            session.close();
        }
        session = ReadSession.open(database);
        coverage = new Coverage(session);
    }

    private void published(int source, String at, @Nullable String retiredAt) {
        store.execute("""
                INSERT INTO directory.snapshot (source, outcome, baseline, scope, with_users, rollcall_version, started_at,
                    read_from, read_to, published_at, retired_at, groups, memberships, users)
                VALUES (?, 'published', true, 'all', true, 'test', ?::timestamptz, ?::timestamptz, ?::timestamptz,
                    ?::timestamptz, ?::timestamptz, 0, 0, 0)
                """, source, at, at, at, at, retiredAt);
    }

    private Span cut(int from, int to) {
        return coverage.cut("acme", new Span(at(from), at(to)));
    }

    private static Instant at(int day) {
        return Instant.parse("2026-03-%02dT00:00:00Z".formatted(day));
    }
}
