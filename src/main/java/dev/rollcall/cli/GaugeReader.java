package dev.rollcall.cli;

import dev.rollcall.cli.text.SourceFreshness;
import dev.rollcall.metrics.SourceGauge;
import dev.rollcall.metrics.SourceGauges;
import dev.rollcall.metrics.SourceGaugesQuery;
import dev.rollcall.source.Source;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The gauges of sources, those included that only a job file knows; these tell that they are stale. */
final class GaugeReader {
    private final List<SourceGaugesQuery.Answer> answers;

    private GaugeReader(List<SourceGaugesQuery.Answer> answers) {
        this.answers = answers;
    }

    /** Asks the database. */
    static GaugeReader ask(DataSource dataSource) {
        return new GaugeReader(new SourceGaugesQuery(dataSource).all());
    }

    /** Asks the database, and takes {@link #gauges} of what it answers. */
    static List<SourceGauges> read(DataSource dataSource, Collection<Source> described) {
        return ask(dataSource).gauges(described);
    }

    /**
     * Of all sources that are described or in the database, and not retired, in order of name.
     *
     * @param described by job files, which say how fresh they ought to be
     */
    List<SourceGauges> gauges(Collection<Source> described) {
        Map<String, Source> jobFiles = new TreeMap<>();
        Map<String, SourceGauges> all = new TreeMap<>();
        for (Source source : described) {
            jobFiles.put(source.name(), source);
            all.put(source.name(), gauges(new SourceGauges(source.name(), source.provider(), Map.of()), source, null));
        }
        for (SourceGaugesQuery.Answer answer : answers) {
            String name = answer.gauges().source();
            all.put(name, gauges(answer.gauges(), jobFiles.get(name), answer.reading()));
        }
        return List.copyOf(all.values());
    }

    private static SourceGauges gauges(
            SourceGauges gauges, @Nullable Source jobFile, SourceGaugesQuery.@Nullable Reading reading) {
        boolean fresh =
                reading != null && SourceFreshness.isFresh(jobFile, reading.from(), reading.age(), reading.asOf());
        return gauges.with(SourceGauge.STALE, fresh ? 0 : 1);
    }
}
