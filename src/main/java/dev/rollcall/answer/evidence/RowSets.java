package dev.rollcall.answer.evidence;

import dev.rollcall.database.SqlFile;
import dev.rollcall.store.publish.RecordSet;
import dev.rollcall.store.publish.SetDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of history as links tell them: what began and what ended at each time, and the gaps after each snapshot. */
final class RowSets implements AutoCloseable {
    private static final String GAPS_BEGUN = SqlFile.read(RowSets.class, "gaps-begun");
    private static final String GAPS_ENDED = SqlFile.read(RowSets.class, "gaps-ended");

    private final Map<RecordSet, SetStream> opened = new EnumMap<>(RecordSet.class);
    private final Map<RecordSet, SetStream> closed = new EnumMap<>(RecordSet.class);
    private final List<SetStream> all = new ArrayList<>();
    private final SetStream gaps;
    private final SetStream gapsBegun;
    private final SetStream gapsEnded;

    /**
     * Begins to read, which takes most of the time; the caller closes it.
     *
     * @param sources their numbers
     * @param begins told what is being read
     */
    RowSets(JdbcClient jdbc, List<Integer> sources, Consumer<String> begins) {
        try {
            for (RecordSet records : RecordSet.values()) {
                begins.accept("reading all " + records + " as they began");
                opened.put(records, open(jdbc, records + " begin", records.opened(), sources));
                begins.accept("reading all " + records + " as they ended");
                closed.put(records, open(jdbc, records + " end", records.closed(), sources));
            }
            begins.accept("reading all gaps");
            gaps = open(jdbc, "gaps are", RecordSet.gaps(), sources);
            gapsBegun = open(jdbc, "gaps begin", GAPS_BEGUN, sources);
            gapsEnded = open(jdbc, "gaps end", GAPS_ENDED, sources);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private SetStream open(JdbcClient jdbc, String what, String sql, List<Integer> sources) {
        SetStream stream = new SetStream(jdbc, what, sql, sources);
        all.add(stream);
        return stream;
    }

    SetStream opened(RecordSet records) {
        return Objects.requireNonNull(opened.get(records));
    }

    SetStream closed(RecordSet records) {
        return Objects.requireNonNull(closed.get(records));
    }

    /** The gaps after each snapshot. */
    SetStream gaps() {
        return gaps;
    }

    /** A snapshot was published at that time: gaps may begin then. */
    void takeGapsBegun(Instant at) {
        SetDigest unused = gapsBegun.take(at);
    }

    /** A snapshot was published, or the source was retired, at that time: gaps may end then. */
    void takeGapsEnded(Instant at) {
        SetDigest unused = gapsEnded.take(at);
    }

    void goTo(int source) {
        all.forEach(stream -> stream.goTo(source));
    }

    /** @throws DisagreementException when something began or ended before that time that no link told of */
    void requireNoneBefore(Instant at) {
        all.forEach(stream -> stream.requireNoneBefore(at));
    }

    /** @throws DisagreementException when something began or ended that no link told of */
    void requireNoneLeft() {
        all.forEach(SetStream::requireNoneLeft);
    }

    @Override
    public void close() {
        all.forEach(SetStream::close);
    }
}
