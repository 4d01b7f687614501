package dev.rollcall.cli;

import dev.rollcall.cli.text.SourceFreshness;
import dev.rollcall.metrics.SourceGauge;
import dev.rollcall.metrics.SourceGauges;
import dev.rollcall.metrics.SourceGaugesQuery;
import dev.rollcall.source.Source;
import dev.rollcall.store.snapshot.SourceStatusQuery;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Reads the gauges of sources, those included that only a job file knows; these tell that they are stale. */
final class GaugeReader {
    private GaugeReader() {}

    /**
     * All sources that are described or in the database, and not retired, in order of name.
     *
     * @param described by job files, which say how fresh they ought to be
     */
    static List<SourceGauges> read(DataSource dataSource, Collection<Source> described) {
        List<SourceFreshness> sources =
                SourceFreshness.of(List.of(), described, new SourceStatusQuery(dataSource).all());
        Map<String, SourceGauges> gauges = new SourceGaugesQuery(dataSource)
                .all().stream().collect(Collectors.toMap(SourceGauges::source, Function.identity()));
        return sources.stream().map(source -> gauges(source, gauges)).toList();
    }

    private static SourceGauges gauges(SourceFreshness source, Map<String, SourceGauges> known) {
        SourceGauges gauges = known.get(source.name());
        if (gauges == null || source.status() == null) {
            gauges = new SourceGauges(
                    source.name(), Objects.requireNonNull(source.provider(), "it is described"), Map.of());
        }
        return gauges.with(SourceGauge.STALE, source.isFresh() ? 0 : 1);
    }
}
