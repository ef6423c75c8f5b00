package io.phiwatch.alerting;

import io.phiwatch.alerting.incident.IncidentChange;
import io.phiwatch.alerting.incident.IncidentChange.Changed;
import io.phiwatch.alerting.incident.IncidentChange.Ignored;
import io.phiwatch.alerting.incident.IncidentChange.Outcome;
import io.phiwatch.alerting.incident.IncidentInput;
import io.phiwatch.alerting.incident.IncidentInput.AlertArrived;
import io.phiwatch.alerting.incident.IncidentInput.CommandArrived;
import io.phiwatch.alerting.incident.Incidents;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.IncidentCommand;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The only writer of incidents: asks {@link Incidents} and does as it says. */
final class JoinIncidentsProcessor
        extends ContextualProcessor<String, @Nullable SpecificRecord, String, SpecificRecord> {
    private final Incidents incidents;
    private final AlertingMetrics metrics;

    JoinIncidentsProcessor(Incidents incidents, AlertingMetrics metrics) {
        this.incidents = incidents;
        this.metrics = metrics;
    }

    @Override
    public void process(Record<String, @Nullable SpecificRecord> message) {
        Instant at = Instant.ofEpochMilli(message.timestamp());
        SpecificRecord value = message.value();
        if (value instanceof Alert alert) {
            decide(new AlertArrived(alert, at));
        } else if (value instanceof IncidentCommand command) {
            decide(new CommandArrived(command, at));
        } else {
            metrics.countUnreadable();
        }
    }

    private void decide(IncidentInput input) {
        StoredIncidents known = new StoredIncidents(
                context().getStateStore(AlertingTopology.INCIDENTS_STORE),
                context().getStateStore(AlertingTopology.PLACES_STORE));
        IncidentChange change = incidents.next(known, input);
        metrics.count(change);
        switch (change) {
            case Changed changed -> {
                known.apply(changed);
                publish(changed, input.at());
                if (input instanceof CommandArrived arrived && changed.outcome() == Outcome.ACCEPTED) {
                    String incidentId = changed.incident().getIncidentId();
                    forward(AlertingTopology.WRITE_PAGE_CUES, incidentId, arrived.command(), input.at());
                }
            }
            case Ignored ignored -> {}
        }
    }

    private void publish(Changed changed, Instant at) {
        String incidentId = changed.incident().getIncidentId();
        forward(AlertingTopology.WRITE_INCIDENTS, incidentId, changed.incident(), at);
        changed.evidence().forEach(entry -> forward(AlertingTopology.WRITE_EVIDENCE, incidentId, entry, at));
        changed.pages().forEach(page -> forward(AlertingTopology.WRITE_NOTIFICATIONS, incidentId, page, at));
        changed.pages().forEach(page -> forward(AlertingTopology.WRITE_PAGE_CUES, incidentId, page, at));
    }

    private void forward(String sink, String incidentId, SpecificRecord value, Instant at) {
        context().forward(new Record<>(incidentId, value, at.toEpochMilli()), sink);
    }
}
