/** Access events as rules see them, and what rules derive from them: signals, pointers and single alerts. */
@NullMarked
package io.phiwatch.detector.event;

import org.jspecify.annotations.NullMarked;
