/** YAML as a plain tree that remembers its lines, so that every complaint about a rule can say where. */
@NullMarked
package io.phiwatch.detector.sigma.yaml;

import org.jspecify.annotations.NullMarked;
