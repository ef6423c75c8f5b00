/** Compact, versioned bytes for state stores: what is written per event decides the rate under exactly-once. */
@NullMarked
package io.phiwatch.detector.codec;

import org.jspecify.annotations.NullMarked;
