/** Three correlations on the same events through phiwatch and its peers: how fast, how right, and how the cost grows. */
@NullMarked
package io.phiwatch.benchmarks.correlate;

import org.jspecify.annotations.NullMarked;
