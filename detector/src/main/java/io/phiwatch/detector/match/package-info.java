/** Rules over files of JSON events of any shape: reading, log sources and their fields, matching, correlating. */
@NullMarked
package io.phiwatch.detector.match;

import org.jspecify.annotations.NullMarked;
