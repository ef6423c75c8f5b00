/** Sliding windows and episodes, pure: each step is {@code next(state, signal)}. Knows nothing of Kafka. */
@NullMarked
package io.phiwatch.detector.correlate;

import org.jspecify.annotations.NullMarked;
