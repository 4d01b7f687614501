package dev.rollcall.answer.evidence;

import dev.rollcall.answer.PointInTime;
import dev.rollcall.database.Timestamps;
import dev.rollcall.store.publish.SetDigest;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sets of rows by source and time, read from the database in this order and never held whole. */
final class SetStream implements AutoCloseable {
    private final String what;
    private final Stream<TimedSet> stream;
    private final Iterator<TimedSet> sets;
    private @Nullable TimedSet next;
    private int source;

    private record TimedSet(int source, Instant at, SetDigest set) {}

    /**
     * Begins to read; the caller closes it.
     *
     * @param what begins or ends at these times, with that verb, in the plural
     * @param sql returns the columns source, at, rows and digest, in the order of the first two
     */
    SetStream(JdbcClient jdbc, String what, String sql, List<Integer> sources) {
        this.what = what;
        this.stream = jdbc
                .sql(sql)
                .param("sources", sources)
                .query((row, n) -> new TimedSet(
                        row.getInt("source"), Objects.requireNonNull(Timestamps.read(row, "at")), SetDigest.of(row)))
                .stream();
        this.sets = stream.iterator();
        advance();
    }

    /** Goes on to the sets of a source, over what is left of those before. */
    void goTo(int number) {
        source = number;
        while (next != null && next.source() < source) {
            advance();
        }
    }

    /**
     * Takes the set of a time, which is empty where there is none.
     *
     * @throws DisagreementException when there is one before that time that nobody took
     */
    SetDigest take(Instant at) {
        requireNoneBefore(at);
        TimedSet first = next;
        if (first == null || first.source() != source || !first.at().equals(at)) {
            return SetDigest.EMPTY;
        }
        advance();
        return first.set();
    }

    /** @throws DisagreementException when there is a set before that time that nobody took */
    void requireNoneBefore(Instant at) {
        if (next != null && next.source() == source && next.at().isBefore(at)) {
            throw untold(next);
        }
    }

    /** @throws DisagreementException when there is a set of the source that nobody took */
    void requireNoneLeft() {
        if (next != null && next.source() == source) {
            throw untold(next);
        }
    }

    private DisagreementException untold(TimedSet set) {
        return new DisagreementException(set.set().rows() + " " + what + " at " + PointInTime.format(set.at())
                + ", which no link tells of: these rows were added or changed, or the link was taken away");
    }

    private void advance() {
        next = sets.hasNext() ? Objects.requireNonNull(sets.next()) : null;
    }

    @Override
    public void close() {
        stream.close();
    }
}
