/** Sliding windows over event times, exact whatever the order of arrival. Knows no Kafka and no alerts. */
@NullMarked
package io.phiwatch.detector.correlate.window;

import org.jspecify.annotations.NullMarked;
