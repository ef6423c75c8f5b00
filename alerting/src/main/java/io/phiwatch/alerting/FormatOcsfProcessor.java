package io.phiwatch.alerting;

import io.phiwatch.alerting.siem.OcsfDetectionFinding;
import io.phiwatch.schema.Alert;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Each revision of an alert as an OCSF finding, by alert id. */
final class FormatOcsfProcessor extends ContextualProcessor<String, @Nullable Alert, String, String> {
    @Override
    public void process(Record<String, @Nullable Alert> message) {
        Alert alert = message.value();
        if (alert != null) {
            context().forward(message.withKey(alert.getAlertId()).withValue(OcsfDetectionFinding.of(alert)));
        }
    }
}
