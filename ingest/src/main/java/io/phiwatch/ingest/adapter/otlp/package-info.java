/** Logs of programs that speak OpenTelemetry. */
@NullMarked
package io.phiwatch.ingest.adapter.otlp;

import org.jspecify.annotations.NullMarked;
