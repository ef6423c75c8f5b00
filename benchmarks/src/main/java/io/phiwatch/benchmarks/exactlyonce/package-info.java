/** The study of throughput under exactly-once: one stored value per event, under different settings. */
@NullMarked
package io.phiwatch.benchmarks.exactlyonce;

import org.jspecify.annotations.NullMarked;
