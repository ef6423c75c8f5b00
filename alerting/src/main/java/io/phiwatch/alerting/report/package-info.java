/** What incidents add up to. Pure. */
@NullMarked
package io.phiwatch.alerting.report;

import org.jspecify.annotations.NullMarked;
