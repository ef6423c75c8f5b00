/** The HTTP face of ingest: webhooks, batches, the Splunk-compatible input, health and metrics. */
@NullMarked
package io.phiwatch.ingest.http;

import org.jspecify.annotations.NullMarked;
