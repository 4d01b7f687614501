package dev.rollcall.answer;

import dev.rollcall.database.SqlFile;
import dev.rollcall.database.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether anything was known of a source at a time. Where not, an empty answer would mean nothing. */
public final class Coverage {
    private static final String KNOWN_SPAN = SqlFile.read(Coverage.class, "known-span");

    private final ReadSession session;

    public Coverage(ReadSession session) {
        this.session = session;
    }

    /** False also for a source that the database does not know. */
    public boolean covers(String source, Instant at) {
        return session.jdbc()
                .sql("SELECT c.covered FROM directory.coverage(:at) c WHERE c.source = :source")
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("source", source)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /**
     * Lets pass what was known.
     *
     * @throws NotCoveredException when nothing was known of the source at that time
     */
    public void require(String source, Instant at) {
        if (!covers(source, at)) {
            throw new NotCoveredException(
                    "nothing is known of source " + source + " as of " + PointInTime.format(at) + history(source));
        }
    }

    /**
     * What is known of a source within a span, from its first time to its last.
     *
     * @throws NotCoveredException when nothing of it is known
     */
    public Span cut(String source, Span asked) {
        return known(source, asked)
                .orElseThrow(() -> new NotCoveredException(
                        "nothing is known of source " + source + " from " + PointInTime.format(asked.from()) + " to "
                                + PointInTime.format(asked.to()) + history(source)));
    }

    /**
     * What to tell the user of a span that was cut: a line for each end that is not as asked.
     *
     * @param first the option, without dashes, that gave the span's beginning; {@code to} gave its end
     */
    public static List<String> cuts(String source, String first, Span asked, Span known) {
        List<String> cuts = new ArrayList<>();
        if (!asked.from().equals(known.from())) {
            cuts.add(cut(first, known.from()) + "nothing is known of source " + source + " before");
        }
        if (!asked.to().equals(known.to())) {
            cuts.add(cut("to", known.to()) + "nothing is known of source " + source + " after");
        }
        return cuts;
    }

    private static String cut(String option, Instant known) {
        return "--" + option + " is cut to " + PointInTime.format(known) + ": ";
    }

    /** The first and the last time within a span at which something is known of a source; empty when nothing is. */
    public Optional<Span> known(String source, Span within) {
        return session.jdbc()
                .sql(KNOWN_SPAN)
                .param("source", source)
                .param("from", within.from().atOffset(ZoneOffset.UTC))
                .param("to", within.to().atOffset(ZoneOffset.UTC))
                .query((row, n) -> span(row))
                .single();
    }

    private String history(String source) {
        return known(source, new Span(PointInTime.LEAST, session.now()))
                .map(known -> "; its history is known from " + PointInTime.format(known.from())
                        + (known.to().equals(session.now()) ? " on" : " to " + PointInTime.format(known.to())))
                .orElse("; nothing was ever published of it");
    }

    private static Optional<Span> span(ResultSet row) throws SQLException {
        Instant from = Timestamps.read(row, "known_from");
        Instant to = Timestamps.read(row, "known_to");
        return from == null || to == null ? Optional.empty() : Optional.of(new Span(from, to));
    }
}
