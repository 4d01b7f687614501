package dev.rollcall.answer.evidence;

import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.SourceAt;
import dev.rollcall.answer.Span;
import dev.rollcall.database.SqlFile;
import dev.rollcall.database.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a statement says of a source and a span.
 *
 * @param source as of the end of the span
 * @param asked the span that was asked about
 * @param known of this, what is known
 * @param readings those that the span rests on, oldest first
 * @param gaps those of the span, oldest first
 * @param links of the chain, from its beginning to now
 * @param newestLink the newest of all; null when there is none
 */
record SpanFacts(
        SourceAt source,
        Span asked,
        Span known,
        List<Reading> readings,
        List<Gap> gaps,
        List<LinkOfSpan> links,
        @Nullable String newestLink) {
    static final String READINGS = SqlFile.read(SpanFacts.class, "statement-snapshots");
    static final String GAPS = SqlFile.read(SpanFacts.class, "statement-gaps");
    static final String CHAIN = SqlFile.read(SpanFacts.class, "statement-chain");

    SpanFacts {
        readings = List.copyOf(readings);
        gaps = List.copyOf(gaps);
        links = List.copyOf(links);
    }

    /** A snapshot; what is not known of it is null. */
    record Reading(
            long snapshotId,
            String outcome,
            boolean baseline,
            @Nullable Instant readFrom,
            @Nullable Instant readTo,
            @Nullable Instant publishedAt,
            @Nullable Long groups,
            @Nullable Long memberships,
            @Nullable Long users,
            @Nullable Long gaps,
            @Nullable Long requests,
            @Nullable Long retries,
            @Nullable Long throttles,
            long runs,
            String version,
            String scope,
            boolean withUsers,
            @Nullable Long sampledGroups,
            @Nullable Long driftedGroups,
            @Nullable Instant consentedAt,
            @Nullable String consentedBy,
            @Nullable Long removedMembers,
            @Nullable Long removedGroups,
            @Nullable String link) {
        boolean isPublished() {
            return publishedAt != null;
        }
    }

    /** A group that could not be read; the end is null while it can't be. */
    record Gap(
            String groupId,
            @Nullable String groupName,
            Instant since,
            @Nullable Instant until,
            String reason) {}

    /** A link of the chain whose time is in the span. */
    record LinkOfSpan(long seq, String kind, Instant at, String link) {}

    static SpanFacts read(ReadSession session, String source, Span asked, Span known) {
        Map<String, Object> span = parameters(source, known);
        List<LinkOfSpan> chain = session.jdbc()
                .sql(CHAIN)
                .param("source", source)
                .query((row, n) -> new LinkOfSpan(
                        row.getLong("seq"), row.getString("kind"), time(row, "at"), row.getString("link")))
                .list();
        return new SpanFacts(
                SourceAt.of(session, List.of(source), known.to()).get(0),
                asked,
                known,
                session.jdbc()
                        .sql(READINGS)
                        .params(span)
                        .query((row, n) -> reading(row))
                        .list(),
                session.jdbc()
                        .sql(GAPS)
                        .params(span)
                        .query((row, n) -> new Gap(
                                row.getString("group_id"),
                                row.getString("group_name"),
                                time(row, "since"),
                                Timestamps.read(row, "until"),
                                row.getString("reason")))
                        .list(),
                chain.stream()
                        .filter(link ->
                                !link.at().isBefore(known.from()) && !link.at().isAfter(known.to()))
                        .toList(),
                chain.isEmpty() ? null : chain.get(chain.size() - 1).link());
    }

    /** Of the statements here. */
    static Map<String, Object> parameters(String source, Span span) {
        return Map.of(
                "source",
                source,
                "from",
                span.from().atOffset(ZoneOffset.UTC),
                "to",
                span.to().atOffset(ZoneOffset.UTC));
    }

    private static Reading reading(ResultSet row) throws SQLException {
        return new Reading(
                row.getLong("snapshot_id"),
                row.getString("outcome"),
                row.getBoolean("baseline"),
                Timestamps.read(row, "read_from"),
                Timestamps.read(row, "read_to"),
                Timestamps.read(row, "published_at"),
                count(row, "groups"),
                count(row, "memberships"),
                count(row, "users"),
                count(row, "gaps"),
                count(row, "requests"),
                count(row, "retries"),
                count(row, "throttles"),
                row.getLong("runs"),
                row.getString("rollcall_version"),
                row.getString("scope"),
                row.getBoolean("with_users"),
                count(row, "sampled_groups"),
                count(row, "drifted_groups"),
                Timestamps.read(row, "consented_at"),
                row.getString("consented_by"),
                count(row, "members_left"),
                count(row, "groups_deleted"),
                row.getString("chain"));
    }

    private static @Nullable Long count(ResultSet row, String column) throws SQLException {
        return row.getObject(column, Long.class);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        Instant time = Timestamps.read(row, column);
        if (time == null) {
            throw new IllegalStateException(column + " is null");
        }
        return time;
    }

    /** The reading that the state at the end of the span is of. */
    Reading last() {
        return readings.stream()
                .filter(Reading::isPublished)
                .reduce((first, second) -> second)
                .orElseThrow(() -> new IllegalStateException("a span that is known has a published snapshot"));
    }
}
