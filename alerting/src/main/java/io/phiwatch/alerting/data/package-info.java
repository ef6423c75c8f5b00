/** Text files that say what to do, from the jar and from a folder of the user; and what keeps data in bounds. */
@NullMarked
package io.phiwatch.alerting.data;

import org.jspecify.annotations.NullMarked;
