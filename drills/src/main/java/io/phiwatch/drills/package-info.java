/** A whole simulation: who lives in it, what happens when, and what is true about it. */
@NullMarked
package io.phiwatch.drills;

import org.jspecify.annotations.NullMarked;
