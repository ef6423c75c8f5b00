/** What rules cover: the catalogue of detections, and which rules of a system can fire at all. */
@NullMarked
package io.phiwatch.detector.coverage;

import org.jspecify.annotations.NullMarked;
