package dev.rollcall.answer.diff;

import dev.rollcall.answer.Coverage;
import dev.rollcall.answer.NotCoveredException;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.Span;
import dev.rollcall.database.SqlFile;
import dev.rollcall.database.Timestamps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares what was published of a source at two times. */
public final class PublishedDifferences {
    private static final String DIFFERENCE = SqlFile.read(PublishedDifferences.class, "difference");

    private final ReadSession session;
    private final String source;

    public PublishedDifferences(ReadSession session, String source) {
        this.session = session;
        this.source = source;
    }

    /** Takes differences one by one. */
    @FunctionalInterface
    public interface Consumer {
        void accept(Difference difference) throws IOException;
    }

    /** The time just before the last snapshot that was published up to a time; empty when there is none. */
    public Optional<Instant> beforeLastSnapshot(Instant upTo) {
        return session.jdbc()
                .sql("""
                        SELECT max(n.published_at) - interval '1 microsecond' AS before FROM directory.snapshots n
                         WHERE n.source = :source AND n.outcome = 'published' AND n.published_at <= :upTo
                        """)
                .param("source", source)
                .param("upTo", upTo.atOffset(ZoneOffset.UTC))
                .query((row, n) -> Optional.ofNullable(Timestamps.read(row, "before")))
                .single();
    }

    /**
     * Gives each difference to the consumer, group by group.
     *
     * @throws NotCoveredException when nothing was known of the source at one of the times
     */
    public void forEach(Span between, Consumer consumer) throws IOException {
        Coverage coverage = new Coverage(session);
        coverage.require(source, between.from());
        coverage.require(source, between.to());
        try {
            statement(between).query(row -> {
                try {
                    consumer.accept(difference(row));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private JdbcClient.StatementSpec statement(Span between) {
        return session.jdbc()
                .sql(DIFFERENCE)
                .param("source", source)
                .param("from", between.from().atOffset(ZoneOffset.UTC))
                .param("to", between.to().atOffset(ZoneOffset.UTC));
    }

    private static Difference difference(ResultSet row) throws SQLException {
        return new Difference(
                row.getString("kind"),
                row.getString("group_id"),
                row.getString("group_name"),
                row.getString("member_type"),
                row.getString("member_id"),
                row.getString("user_name"),
                row.getString("member_name"),
                row.getString("before"),
                row.getString("after"));
    }
}
