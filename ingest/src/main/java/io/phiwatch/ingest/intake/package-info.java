/** The way of a delivery from its raw bytes to Kafka, whatever receiver it came through. Start at {@link io.phiwatch.ingest.intake.Intake}. */
@NullMarked
package io.phiwatch.ingest.intake;

import org.jspecify.annotations.NullMarked;
