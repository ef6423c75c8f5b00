package io.phiwatch.ingest.pull;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Source;

/**
 * Where fetched deliveries go.
 *
 * @param adapter the source's own
 */
public record Fed(Source source, Adapter adapter, Door door) {}
