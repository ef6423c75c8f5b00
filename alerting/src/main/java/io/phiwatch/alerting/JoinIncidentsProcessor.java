package io.phiwatch.alerting;

import io.phiwatch.alerting.incident.IncidentChange;
import io.phiwatch.alerting.incident.IncidentChange.Changed;
import io.phiwatch.alerting.incident.IncidentChange.Ignored;
import io.phiwatch.alerting.incident.IncidentChange.Outcome;
import io.phiwatch.alerting.incident.IncidentInput;
import io.phiwatch.alerting.incident.IncidentInput.AlertArrived;
import io.phiwatch.alerting.incident.IncidentInput.CommandArrived;
import io.phiwatch.alerting.incident.Incidents;
import io.phiwatch.alerting.incident.Traces;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentTrace;
import io.phiwatch.schema.ScopedException;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The only writer of incidents: asks {@link Incidents} and does as it says. What is excepted does not get that far. */
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
            take(alert, at);
        } else if (value instanceof IncidentCommand command) {
            decide(new CommandArrived(command, at));
        } else {
            metrics.countUnreadable();
        }
    }

    private void take(Alert alert, Instant at) {
        StoredIncidents known = known();
        StoredSuppressions suppressions = new StoredSuppressions(context());
        // An alert that an incident took in stays with it, whatever is excepted later.
        Optional<ScopedException> exception =
                known.home(alert).isPresent() ? Optional.empty() : suppressions.covering(alert, at);
        if (exception.isEmpty()) {
            decide(new AlertArrived(alert, at));
            return;
        }
        metrics.count(Optional.empty(), new Ignored(Outcome.SUPPRESSED));
        suppressions.keep(exception.get(), alert, at).ifPresent(kept -> {
            String id = kept.evidence().getIncidentId();
            forward(AlertingTopology.WRITE_SUPPRESSIONS, id, kept.record(), at);
            forward(AlertingTopology.WRITE_EVIDENCE, id, kept.evidence(), at);
        });
    }

    private StoredIncidents known() {
        return new StoredIncidents(
                context().getStateStore(AlertingTopology.INCIDENTS_STORE),
                context().getStateStore(AlertingTopology.PLACES_STORE));
    }

    private void decide(IncidentInput input) {
        StoredIncidents known = known();
        IncidentChange change = incidents.next(known, input);
        switch (change) {
            case Changed changed -> {
                metrics.count(known.find(changed.incident().getIncidentId()), changed);
                known.apply(changed);
                publish(changed, input.at());
                if (input instanceof AlertArrived arrived) {
                    Traces.of(arrived.alert(), changed.incident()).forEach(trace -> publish(trace, input.at()));
                }
            }
            case Ignored ignored -> metrics.count(Optional.empty(), ignored);
        }
    }

    private void publish(Changed changed, Instant at) {
        String incidentId = changed.incident().getIncidentId();
        forward(AlertingTopology.WRITE_INCIDENTS, incidentId, changed.incident(), at);
        changed.evidence().forEach(entry -> forward(AlertingTopology.WRITE_EVIDENCE, incidentId, entry, at));
        changed.pages().forEach(page -> forward(AlertingTopology.WRITE_NOTIFICATIONS, incidentId, page, at));
        changed.commands()
                .forEach(command -> forward(AlertingTopology.WRITE_COMMANDS, command.getIncidentId(), command, at));
    }

    private void publish(IncidentTrace trace, Instant at) {
        String key = trace.getTenant() + '|' + trace.getKind() + '|' + trace.getValue();
        forward(AlertingTopology.WRITE_TRACES, key, trace, at);
    }

    private void forward(String sink, String key, SpecificRecord value, Instant at) {
        context().forward(new Record<>(key, value, at.toEpochMilli()), sink);
    }
}
