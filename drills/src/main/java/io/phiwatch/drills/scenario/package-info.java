/** Drills as data: who sends what when, in the platforms' own words, and which rule has to say so. */
@NullMarked
package io.phiwatch.drills.scenario;

import org.jspecify.annotations.NullMarked;
