/** Scoped exceptions as people see and change them. */
@NullMarked
package io.phiwatch.alerting.console.exception;

import org.jspecify.annotations.NullMarked;
