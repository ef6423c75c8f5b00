/** From what an adapter read to the event that leaves the edge. Pure. */
@NullMarked
package io.phiwatch.ingest.normalise;

import org.jspecify.annotations.NullMarked;
