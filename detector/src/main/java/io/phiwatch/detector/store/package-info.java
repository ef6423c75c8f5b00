/** State stores seen through what they are for: the clock in the log, timers, seen events, profiles, groups. */
@NullMarked
package io.phiwatch.detector.store;

import org.jspecify.annotations.NullMarked;
