/** What people type: scanned, sealed, and shown by role. */
@NullMarked
package io.phiwatch.alerting.text;

import org.jspecify.annotations.NullMarked;
