/** Attacks with their ground truth. */
@NullMarked
package io.phiwatch.drills.attack;

import org.jspecify.annotations.NullMarked;
