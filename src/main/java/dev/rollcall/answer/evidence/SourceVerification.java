package dev.rollcall.answer.evidence;

import dev.rollcall.answer.evidence.ChainReport.Disagreement;
import dev.rollcall.answer.evidence.ChainReport.Place;
import dev.rollcall.store.publish.Chain;
import dev.rollcall.store.publish.Facts;
import dev.rollcall.store.publish.Fields;
import dev.rollcall.store.publish.LinkKind;
import dev.rollcall.store.publish.RecordSet;
import dev.rollcall.store.publish.SetDigest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Verifies the chain of one source, link by link, up to the first disagreement. */
final class SourceVerification {
    private final JdbcClient jdbc;
    private final SourceRow source;
    private final RowSets rows;
    private final @Nullable String head;
    private final RetirementCheck retirements = new RetirementCheck();
    private final ForgottenCheck forgotten;

    /** Before it rows were pruned; null where none were. */
    private final @Nullable Instant horizon;

    private long links;
    private @Nullable Place last;
    private @Nullable Place current;
    private @Nullable Instant lastHorizon;
    private Optional<Place> noted = Optional.empty();

    /** @param head a link to look for; null for none */
    SourceVerification(JdbcClient jdbc, SourceRow source, RowSets rows, @Nullable String head) {
        this.jdbc = jdbc;
        this.source = source;
        this.rows = rows;
        this.head = head;
        this.forgotten = new ForgottenCheck(jdbc, source.number());
        this.horizon = instant(source.prunedBefore());
    }

    ChainReport verify(LinkStream stream) {
        Optional<Disagreement> disagreement = Optional.empty();
        rows.goTo(source.number());
        stream.goTo(source.number());
        try {
            requireHorizon();
            for (LinkRow link = stream.take(); link != null; link = stream.take()) {
                current = link.place();
                check(link);
                last = current;
                links++;
                if (link.link().equals(head)) {
                    noted = Optional.of(current);
                }
            }
            current = null;
            end();
        } catch (DisagreementException e) {
            disagreement = Optional.of(new Disagreement(current, String.valueOf(e.getMessage())));
        }
        return new ChainReport(source.name(), links, last, horizon, disagreement, noted);
    }

    /** Which digests can be compared depends on the horizon: it must be the chain's before anything is. */
    private void requireHorizon() {
        Optional<String> newest =
                jdbc.sql("""
                        SELECT facts FROM directory.link
                         WHERE source = ? AND kind = 'pruned' ORDER BY seq DESC LIMIT 1
                        """).param(source.number()).query(String.class).optional();
        Instant told = newest.map(facts -> FactCheck.horizon(FactCheck.read(LinkKind.PRUNED, facts)))
                .orElse(null);
        if (!Objects.equals(told, horizon)) {
            throw new DisagreementException("the horizon before which rows were pruned is " + FactCheck.time(horizon)
                    + ", and by its chain " + FactCheck.time(told));
        }
    }

    private void check(LinkRow link) {
        requirePlace(link);
        if (!link.link().equals(Facts.link(last == null ? "" : last.link(), link.facts()))) {
            throw new DisagreementException(
                    "it is not the hash of the link before it and of its facts: one of the three was changed");
        }
        LinkKind kind = LinkKind.of(link.kind())
                .orElseThrow(() -> new DisagreementException("its kind " + link.kind() + " is unknown"));
        Facts facts = FactCheck.read(kind, link.facts());
        requireHead(link, facts);
        switch (kind) {
            case PUBLISHED -> checkPublished(link, facts);
            case RETIRED -> checkRetired(link, facts);
            case RENAMED -> {}
            case FORGOTTEN -> forgotten.forgotten(facts);
            case PRUNED -> checkPruned(facts);
        }
        // What begins or ends at this time and was not taken, a link of this kind doesn't tell.
        rows.requireNoneBefore(link.at().plusNanos(1_000));
    }

    private void requirePlace(LinkRow link) {
        long expected = last == null ? 1 : last.seq() + 1;
        if (link.seq() != expected) {
            throw new DisagreementException(
                    link.seq() == expected + 1
                            ? "link " + expected + ", the one before it, is missing"
                            : "links " + expected + " to " + (link.seq() - 1) + ", those before it, are missing");
        }
        if (last != null && !link.at().isAfter(last.at())) {
            throw new DisagreementException("it is not later than the link before it");
        }
        requireLinked(link.at());
        rows.requireNoneBefore(link.at());
    }

    /** Every snapshot published before that time has a link. */
    private void requireLinked(Instant before) {
        Instant unlinked = instant(source.unlinkedAt());
        if (unlinked != null && unlinked.isBefore(before)) {
            throw new DisagreementException("snapshot " + source.unlinkedSnapshot() + ", published "
                    + FactCheck.time(unlinked) + ", has no link");
        }
    }

    private void requireHead(LinkRow link, Facts facts) {
        FactCheck.require(facts, "form", Facts.FORM);
        FactCheck.require(facts, "seq", String.valueOf(link.seq()));
        FactCheck.require(facts, "kind", link.kind());
        FactCheck.require(facts, "provider", source.provider());
        FactCheck.require(facts, "identity_store_id", source.identityStoreId());
        FactCheck.require(facts, "at", Fields.time(link.at()));
    }

    private void checkPublished(LinkRow link, Facts facts) {
        requirePublished(link);
        retirements.published(link.retiredAt());
        FactCheck.requireSnapshot(facts, Chain.snapshotFacts(jdbc, Objects.requireNonNull(link.snapshot())));
        SetDigest gaps = rows.gaps().take(link.at());
        rows.takeGapsBegun(link.at());
        rows.takeGapsEnded(link.at());
        if (isComparable(link)) {
            FactCheck.requireSet(facts, "gaps", "gaps then", gaps);
        }
        for (RecordSet records : RecordSet.values()) {
            SetDigest opened = rows.opened(records).take(link.at());
            if (isComparable(link)) {
                FactCheck.requireSet(facts, records + "_opened", records + " that began then", opened);
            }
            checkClosed(link, facts, records);
        }
    }

    private void requirePublished(LinkRow link) {
        if (link.publishedAt() == null) {
            throw new DisagreementException("its snapshot was not published");
        }
        if (!Objects.equals(link.snapshotSource(), source.number())) {
            throw new DisagreementException("its snapshot is of another source");
        }
        if (!link.at().equals(link.publishedAt())) {
            throw new DisagreementException("its snapshot was published at " + FactCheck.time(link.publishedAt()));
        }
    }

    private void checkRetired(LinkRow link, Facts facts) {
        retirements.retired(link.at());
        rows.takeGapsEnded(link.at());
        for (RecordSet records : RecordSet.values()) {
            checkClosed(link, facts, records);
        }
    }

    private void checkClosed(LinkRow link, Facts facts, RecordSet records) {
        SetDigest closed = rows.closed(records).take(link.at());
        if (isComparable(link)) {
            FactCheck.requireSet(facts, records + "_closed", records + " that ended then", closed);
        } else if (closed.rows() > 0) {
            throw new DisagreementException(closed.rows() + " " + records
                    + " are there that ended before the horizon of " + FactCheck.time(horizon)
                    + ": they were added, or prune was interrupted, and goes on when it is run again");
        }
    }

    /** Whether none of the rows that the link tells of was pruned. */
    private boolean isComparable(LinkRow link) {
        return horizon == null || !link.at().isBefore(horizon);
    }

    private void checkPruned(Facts facts) {
        Instant told = FactCheck.horizon(facts);
        if (lastHorizon != null && told.isBefore(lastHorizon)) {
            throw new DisagreementException("its horizon is before that of an earlier link");
        }
        lastHorizon = told;
        if (told.equals(horizon)) {
            for (RecordSet records : RecordSet.values()) {
                SetDigest left = jdbc.sql(records.left())
                        .param("source", source.number())
                        .param("horizon", told.atOffset(ZoneOffset.UTC))
                        .query((row, n) -> SetDigest.of(row))
                        .optional()
                        .orElse(SetDigest.EMPTY);
                FactCheck.requireSet(
                        facts, records + "_left", records + " left that began before " + FactCheck.time(horizon), left);
            }
        }
    }

    private void end() {
        requireLinked(Instant.MAX);
        rows.requireNoneLeft();
        if (last != null) {
            retirements.end(instant(source.retiredAt()));
        }
        forgotten.end();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
