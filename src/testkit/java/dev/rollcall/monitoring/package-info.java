/** What metrics are read by: Debian's Prometheus with its node_exporter, and a collector that decodes OTLP. */
@NullMarked
package dev.rollcall.monitoring;

import org.jspecify.annotations.NullMarked;
