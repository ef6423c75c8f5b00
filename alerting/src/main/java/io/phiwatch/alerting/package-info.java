/** The alerting topology, its configuration, and the way in for commands. */
@NullMarked
package io.phiwatch.alerting;

import org.jspecify.annotations.NullMarked;
