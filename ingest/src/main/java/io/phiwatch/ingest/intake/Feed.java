package io.phiwatch.ingest.intake;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Source;

/** A configured source, the adapter that reads it, and the ways that it comes in by. Immutable. */
public record Feed(Source source, Adapter adapter, Inlet inlet) {}
