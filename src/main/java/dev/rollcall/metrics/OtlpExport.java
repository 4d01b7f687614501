package dev.rollcall.metrics;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.DaemonThreads;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.directory.wire.RequestTimer;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.registry.otlp.AggregationTemporality;
import io.micrometer.registry.otlp.HistogramFlavor;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the gauges of sources, and how long requests take, to a collector by OTLP: every interval, and once more at the
 * end. What can't be sent costs a line in the log, and at most a second at the end. Safe for use by several threads.
 */
public final class OtlpExport implements RequestTimer.Listener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OtlpExport.class);

    private static final String DURATION = "rollcall.request.duration";

    /** Those that OpenTelemetry advises for durations of HTTP requests. */
    private static final Duration[] BUCKETS = Stream.of(
                    5L, 10L, 25L, 50L, 75L, 100L, 250L, 500L, 750L, 1_000L, 2_500L, 5_000L, 7_500L, 10_000L)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final OtlpSender sender;
    private final OtlpMeterRegistry registry;
    private final Map<SourceGauge, MultiGauge> gauges = new EnumMap<>(SourceGauge.class);
    private final Supplier<List<SourceGauges>> sources;
    private final ScheduledExecutorService refreshing =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("otlp-metrics"));

    private OtlpExport(OtlpSettings settings, OtlpSender sender, Supplier<List<SourceGauges>> sources) {
        this.sender = sender;
        this.sources = sources;
        this.registry = OtlpMeterRegistry.builder(new Config(settings))
                .clock(Clock.SYSTEM)
                .threadFactory(DaemonThreads.named("otlp-metrics"))
                .metricsSender(sender)
                .build();
        for (SourceGauge gauge : SourceGauge.values()) {
            gauges.put(
                    gauge,
                    MultiGauge.builder(gauge.metric()).description(gauge.help()).register(registry));
        }
        long millis = settings.interval().toMillis();
        var unused = refreshing.scheduleAtFixedRate(this::refresh, 0, millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Begins to send. Null where the environment sets no endpoint, switches metrics off, or asks for what can't be
     * done; the log tells the last.
     *
     * @param environment no value is empty
     * @param network the way to the collector
     * @param version of this program
     * @param sources asked now and then, in a thread of its own
     */
    public static @Nullable OtlpExport start(
            Map<String, String> environment, Network network, String version, Supplier<List<SourceGauges>> sources) {
        try {
            Optional<OtlpSettings> settings = OtlpSettings.from(environment, version);
            return settings.map(known -> new OtlpExport(known, new OtlpSender(known, network), sources))
                    .orElse(null);
        } catch (ConfigurationException e) {
            // The variables are other programs' too: what they need must not keep a run from its work. Those of the
            // network are refused by whoever opens a directory.
            log.warn("metrics are not sent: {}", e.getMessage());
            return null;
        }
    }

    @Override
    public void ended(String operation, String outcome, Duration took) {
        Timer.builder(DURATION)
                .description("How long requests to the provider take, each attempt by itself.")
                .tags("operation", operation, "outcome", outcome)
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(took);
    }

    private void refresh() {
        try {
            List<SourceGauges> now = sources.get();
            gauges.forEach((gauge, rows) -> rows.register(
                    now.stream()
                            .filter(source -> source.has(gauge))
                            .map(source -> row(source, gauge))
                            .toList(),
                    true));
        } catch (RuntimeException e) {
            // Whoever syncs meets it too, and tells it. What is thrown here would end all further readings.
            log.debug("the gauges can't be read", e);
        }
    }

    private static MultiGauge.Row<?> row(SourceGauges source, SourceGauge gauge) {
        return MultiGauge.Row.of(
                Tags.of("source", source.source(), "provider", source.provider()), source.value(gauge));
    }

    /** Sends what is known in the end. */
    @Override
    public void close() {
        refreshing.shutdownNow();
        refresh();
        sender.endWithin(OtlpSettings.LONGEST_TIMEOUT);
        registry.close();
        sender.close();
    }

    /** Takes nothing from the process's environment by itself: all that counts is in the settings. */
    private record Config(OtlpSettings settings) implements OtlpConfig {
        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public String url() {
            return settings.endpoint().toString();
        }

        @Override
        public Duration step() {
            return settings.interval();
        }

        @Override
        public Map<String, String> headers() {
            return settings.headers();
        }

        @Override
        public Map<String, String> resourceAttributes() {
            return settings.resource();
        }

        @Override
        public AggregationTemporality aggregationTemporality() {
            return settings.temporality();
        }

        @Override
        public HistogramFlavor histogramFlavor() {
            return HistogramFlavor.EXPLICIT_BUCKET_HISTOGRAM;
        }

        @Override
        public TimeUnit baseTimeUnit() {
            return TimeUnit.SECONDS;
        }
    }
}
