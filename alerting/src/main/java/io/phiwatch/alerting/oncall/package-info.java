/** Who is on call when: rotations, overrides, and the hours that nobody covers. Pure, no Kafka. */
@NullMarked
package io.phiwatch.alerting.oncall;

import org.jspecify.annotations.NullMarked;
