/** The people of the simulation. Everybody is invented; addresses are data and never contacted. */
@NullMarked
package io.phiwatch.drills.population;

import org.jspecify.annotations.NullMarked;
