/** Evidence over the API: proofs, heads, exports, and the opening of sealed originals. */
@NullMarked
package io.phiwatch.alerting.console.evidence;

import org.jspecify.annotations.NullMarked;
