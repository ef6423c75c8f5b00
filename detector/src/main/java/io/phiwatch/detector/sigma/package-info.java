/** Sigma rules: parsed, validated and compiled into one matcher. Knows nothing of Kafka. */
@NullMarked
package io.phiwatch.detector.sigma;

import org.jspecify.annotations.NullMarked;
