/** Benchmarks. Each prints ratios of two things measured in the same run: figures of one machine say little. */
@NullMarked
package io.phiwatch.benchmarks;

import org.jspecify.annotations.NullMarked;
