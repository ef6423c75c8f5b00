/** Chain of custody: who opened, exported and handed over evidence, each an entry of the chain. Pure, no Kafka. */
@NullMarked
package io.phiwatch.alerting.custody;

import org.jspecify.annotations.NullMarked;
