/** Scoped exceptions: what keeps known things from opening incidents, and the record of what it kept back. Pure. */
@NullMarked
package io.phiwatch.alerting.suppress;

import org.jspecify.annotations.NullMarked;
