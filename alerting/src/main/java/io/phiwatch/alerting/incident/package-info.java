/** How alerts become incidents and what commands do to them: pure decisions, no Kafka. */
@NullMarked
package io.phiwatch.alerting.incident;

import org.jspecify.annotations.NullMarked;
