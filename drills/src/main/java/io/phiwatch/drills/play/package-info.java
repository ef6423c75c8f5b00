/** Plays a simulation over HTTP, by a simulated clock. */
@NullMarked
package io.phiwatch.drills.play;

import org.jspecify.annotations.NullMarked;
