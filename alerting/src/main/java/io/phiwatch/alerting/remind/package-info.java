/** The clock of alerting: says by commands what time has brought about. */
@NullMarked
package io.phiwatch.alerting.remind;

import org.jspecify.annotations.NullMarked;
