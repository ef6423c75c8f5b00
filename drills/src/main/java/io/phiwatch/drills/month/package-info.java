/** A month of a whole company: people with habits, their weekends and journeys, and drills among them. */
@NullMarked
package io.phiwatch.drills.month;

import org.jspecify.annotations.NullMarked;
