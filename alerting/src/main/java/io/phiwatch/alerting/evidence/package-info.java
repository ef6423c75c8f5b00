/** Tamper-evident evidence: a hash chain per incident over canonical JSON. Knows no Kafka. */
@NullMarked
package io.phiwatch.alerting.evidence;

import org.jspecify.annotations.NullMarked;
