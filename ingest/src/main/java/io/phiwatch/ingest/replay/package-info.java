/** Replayed recordings: their times moved, by whoever holds the source's secret and nobody else. */
@NullMarked
package io.phiwatch.ingest.replay;

import org.jspecify.annotations.NullMarked;
