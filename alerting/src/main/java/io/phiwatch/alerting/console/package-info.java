/** The web console and its API: what responders look at, and where they act. */
@NullMarked
package io.phiwatch.alerting.console;

import org.jspecify.annotations.NullMarked;
