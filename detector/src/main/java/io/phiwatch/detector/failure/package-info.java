/** What happens to records that cannot be read or processed: a pointer in the log, a metric, never their content. */
@NullMarked
package io.phiwatch.detector.failure;

import org.jspecify.annotations.NullMarked;
