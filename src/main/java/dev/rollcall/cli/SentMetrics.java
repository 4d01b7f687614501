package dev.rollcall.cli;

import dev.rollcall.database.Database;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.metrics.OtlpExport;
import dev.rollcall.metrics.SourceGauges;
import dev.rollcall.source.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The metrics that a command sends while it syncs sources: of these alone, since other hosts send those of others. */
final class SentMetrics {
    private SentMetrics() {}

    /** Null where none are to be sent. Closed before the database is. */
    static @Nullable OtlpExport start(Map<String, String> environment, Database database, List<Source> sources) {
        return start(environment, database, () -> sources);
    }

    /** The same for sources that change. */
    static @Nullable OtlpExport start(
            Map<String, String> environment, Database database, Supplier<List<Source>> sources) {
        return OtlpExport.start(
                environment, new Network(environment), Version.current(), () -> gauges(database, sources.get()));
    }

    private static List<SourceGauges> gauges(Database database, List<Source> sources) {
        Set<String> names = sources.stream().map(Source::name).collect(Collectors.toSet());
        return GaugeReader.read(database.pool(), sources).stream()
                .filter(gauges -> names.contains(gauges.source()))
                .toList();
    }
}
