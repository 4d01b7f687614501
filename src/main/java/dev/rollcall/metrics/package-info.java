/**
 * Gauges of where sources stand, from the readers' views alone: as text for Prometheus ({@link
 * dev.rollcall.metrics.PrometheusText}), and sent to a collector by OTLP while sources are synced ({@link
 * dev.rollcall.metrics.OtlpExport}). Depends on the database and on the way to the network; not on what is synced.
 */
@NullMarked
package dev.rollcall.metrics;

import org.jspecify.annotations.NullMarked;
