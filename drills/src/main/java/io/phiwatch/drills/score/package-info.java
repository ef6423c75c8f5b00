/** Compares what was detected with what was true. */
@NullMarked
package io.phiwatch.drills.score;

import org.jspecify.annotations.NullMarked;
