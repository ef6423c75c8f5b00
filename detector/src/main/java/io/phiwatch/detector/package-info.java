/** The topology that turns access events into alerts: read {@code DetectorTopology} first. */
@NullMarked
package io.phiwatch.detector;

import org.jspecify.annotations.NullMarked;
