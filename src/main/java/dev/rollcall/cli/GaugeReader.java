package dev.rollcall.cli;

import dev.rollcall.cli.text.SourceFreshness;
import dev.rollcall.metrics.SourceGauge;
import dev.rollcall.metrics.SourceGauges;
import dev.rollcall.metrics.SourceGaugesQuery;
import dev.rollcall.source.Source;
import dev.rollcall.store.snapshot.SourceStatus;
import dev.rollcall.store.snapshot.SourceStatusQuery;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The gauges of sources, those included that only a job file knows; these tell that they are stale. */
final class GaugeReader {
    private final List<SourceStatus> statuses;
    private final Map<String, SourceGauges> known;

    private GaugeReader(List<SourceStatus> statuses, Map<String, SourceGauges> known) {
        this.statuses = statuses;
        this.known = known;
    }

    /** Asks the database. */
    static GaugeReader ask(DataSource dataSource) {
        return new GaugeReader(
                new SourceStatusQuery(dataSource).all(),
                new SourceGaugesQuery(dataSource)
                        .all().stream().collect(Collectors.toMap(SourceGauges::source, Function.identity())));
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
        return SourceFreshness.byName(described, statuses).values().stream()
                .map(this::gauges)
                .toList();
    }

    private SourceGauges gauges(SourceFreshness source) {
        SourceGauges gauges = known.get(source.name());
        if (gauges == null || source.status() == null) {
            gauges = new SourceGauges(
                    source.name(), Objects.requireNonNull(source.provider(), "it is described"), Map.of());
        }
        return gauges.with(SourceGauge.STALE, source.isFresh() ? 0 : 1);
    }
}
