/** The way into Kafka: originals and events, the clock, and the counts of each source. */
@NullMarked
package io.phiwatch.ingest.publish;

import org.jspecify.annotations.NullMarked;
