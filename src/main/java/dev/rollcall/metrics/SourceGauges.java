package dev.rollcall.metrics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Where a source stands, in numbers.
 *
 * @param values of the gauges that there is something to tell of
 */
public record SourceGauges(String source, String provider, Map<SourceGauge, Double> values) {
    public SourceGauges {
        Map<SourceGauge, Double> copy = new EnumMap<>(SourceGauge.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }

    /** Whether there is something to tell of a gauge. */
    boolean has(SourceGauge gauge) {
        return values.containsKey(gauge);
    }

    /** The value of a gauge that it {@linkplain #has has}. */
    double value(SourceGauge gauge) {
        return Objects.requireNonNull(values.get(gauge), gauge.metric());
    }

    /** The same with one gauge more. */
    public SourceGauges with(SourceGauge gauge, double value) {
        Map<SourceGauge, Double> more = new EnumMap<>(SourceGauge.class);
        more.putAll(values);
        more.put(gauge, value);
        return new SourceGauges(source, provider, more);
    }
}
