/** A simulated month with all drills: what is found, what is missed, and what is said without cause. */
@NullMarked
package io.phiwatch.benchmarks.month;

import org.jspecify.annotations.NullMarked;
