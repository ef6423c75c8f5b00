/** What goes out to SIEMs: one formatter per format. */
@NullMarked
package io.phiwatch.alerting.siem;

import org.jspecify.annotations.NullMarked;
