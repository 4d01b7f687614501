package dev.rollcall.answer.evidence;

import dev.rollcall.database.SqlFile;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The links of sources, read from the database in their order and never held whole. */
final class LinkStream implements AutoCloseable {
    private static final String SQL = SqlFile.read(LinkStream.class, "links");

    private final Stream<LinkRow> stream;
    private final Iterator<LinkRow> links;
    private @Nullable LinkRow next;
    private int source;

    /** Begins to read; the caller closes it. */
    LinkStream(JdbcClient jdbc, List<Integer> sources) {
        this.stream = jdbc.sql(SQL).param("sources", sources).query((row, n) -> LinkRow.of(row)).stream();
        this.links = stream.iterator();
        advance();
    }

    /** Goes on to the links of a source, over what is left of those before. */
    void goTo(int number) {
        source = number;
        while (next != null && next.source() < source) {
            advance();
        }
    }

    /** The next link of the source; null when there is none. */
    @Nullable
    LinkRow take() {
        LinkRow taken = next;
        if (taken == null || taken.source() != source) {
            return null;
        }
        advance();
        return taken;
    }

    private void advance() {
        next = links.hasNext() ? links.next() : null;
    }

    @Override
    public void close() {
        stream.close();
    }
}
