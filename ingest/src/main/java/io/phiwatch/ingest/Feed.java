package io.phiwatch.ingest;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Source;

/** A configured source and the adapter that reads it. */
record Feed(Source source, Adapter adapter) {}
