package dev.rollcall.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/** Gauges in Prometheus' text format, written by its own library. */
public final class PrometheusText {
    private PrometheusText() {}

    /** Writes them; {@code out} stays open. */
    public static void write(List<SourceGauges> sources, OutputStream out) throws IOException {
        MetricSnapshots metrics = new MetricSnapshots(Arrays.stream(SourceGauge.values())
                .<MetricSnapshot>map(gauge -> snapshot(gauge, sources))
                .toList());
        PrometheusTextFormatWriter.create().write(out, metrics, EscapingScheme.ALLOW_UTF8);
    }

    private static GaugeSnapshot snapshot(SourceGauge gauge, List<SourceGauges> sources) {
        List<GaugeDataPointSnapshot> points = sources.stream()
                .filter(source -> source.has(gauge))
                .map(source -> GaugeDataPointSnapshot.builder()
                        .labels(Labels.of("source", source.source(), "provider", source.provider()))
                        .value(source.value(gauge))
                        .build())
                .toList();
        GaugeSnapshot.Builder snapshot =
                GaugeSnapshot.builder().name(gauge.metric()).help(gauge.help());
        points.forEach(snapshot::dataPoint);
        return snapshot.build();
    }
}
