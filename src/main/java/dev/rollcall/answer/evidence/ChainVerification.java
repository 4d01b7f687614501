package dev.rollcall.answer.evidence;

import dev.rollcall.answer.ReadSession;
import dev.rollcall.database.SqlFile;
import dev.rollcall.store.publish.Integrity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Recomputes the chains of sources from the rows of history, in one pass over them, and compares. Needs a reader's
 * rights. Memory doesn't grow with history: the database digests, and its answers are read as they come.
 */
public final class ChainVerification {
    private static final String SOURCES = SqlFile.read(ChainVerification.class, "sources");

    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final Consumer<String> begins;

    /** @param begins told what is being done, each time that it is something else: of a long history this takes long */
    public ChainVerification(ReadSession session, Consumer<String> begins) {
        this(session.jdbc(), session.dataSource(), begins);
    }

    /** @param jdbc a client of one connection, within a transaction, that fetches in slices */
    ChainVerification(JdbcClient jdbc, DataSource dataSource, Consumer<String> begins) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
        this.begins = begins;
    }

    /**
     * Verifies the chains of sources, retired ones included.
     *
     * @param names of sources that the database knows; empty for all
     * @param head a link to look for, in small hexadecimal; null for none
     * @return one report a source, by name
     */
    public List<ChainReport> verify(Collection<String> names, @Nullable String head) {
        List<SourceRow> sources = sources(names);
        List<Integer> numbers = sources.stream().map(SourceRow::number).toList();
        List<ChainReport> reports = new ArrayList<>();
        if (sources.isEmpty()) {
            return reports;
        }
        try (RowSets rows = new RowSets(jdbc, numbers, begins);
                LinkStream links = new LinkStream(jdbc, numbers)) {
            for (SourceRow source : sources) {
                begins.accept("verifying the chain of source " + source.name());
                reports.add(new SourceVerification(jdbc, source, rows, head).verify(links));
            }
        }
        reports.sort(Comparator.comparing(ChainReport::source));
        return reports;
    }

    /** Periods of history, of whatever source, that overlap or are otherwise impossible; one line each, at most 100. */
    public List<String> impossiblePeriods() {
        return new Integrity(dataSource)
                .whole((done, all) ->
                        begins.accept("looking for periods that overlap: " + done + " of " + all + " parts"));
    }

    private List<SourceRow> sources(Collection<String> names) {
        return jdbc.sql(SOURCES).query(SourceRow.class).list().stream()
                .filter(source -> names.isEmpty() || names.contains(source.name()))
                .toList();
    }
}
