/** Webhooks per second through the whole of ingest, beside a server that only answers. */
@NullMarked
package io.phiwatch.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
