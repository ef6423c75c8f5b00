/** Text files that say what to do, from the jar and from a folder of the user. */
@NullMarked
package io.phiwatch.alerting.data;

import org.jspecify.annotations.NullMarked;
