/** Receives the deliveries of every source and keeps them in Kafka before it answers. Start reading at {@link io.phiwatch.ingest.Ingest}. */
@NullMarked
package io.phiwatch.ingest;

import org.jspecify.annotations.NullMarked;
