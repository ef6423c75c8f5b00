/** The PHI scanner: how much it finds, how much it finds wrongly, and how fast, beside regular expressions. */
@NullMarked
package io.phiwatch.benchmarks.scan;

import org.jspecify.annotations.NullMarked;
