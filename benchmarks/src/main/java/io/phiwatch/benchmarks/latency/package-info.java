/** How long it takes from an accepted event to its alert. */
@NullMarked
package io.phiwatch.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
