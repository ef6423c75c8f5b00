/** Evidence as one file that anybody can check without phiwatch: written, read back, verified. Knows no Kafka. */
@NullMarked
package io.phiwatch.alerting.evidence.archive;

import org.jspecify.annotations.NullMarked;
