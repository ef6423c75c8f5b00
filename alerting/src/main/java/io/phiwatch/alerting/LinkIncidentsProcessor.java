package io.phiwatch.alerting;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentTrace;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/**
 * Keyed by something that alerts saw: remembers which incidents saw it, and asks each two of them to link the other. Of an
 * incident that has seen it before nothing is asked again; what was seen longer ago than the window is forgotten.
 */
final class LinkIncidentsProcessor
        extends ContextualProcessor<String, @Nullable IncidentTrace, String, IncidentCommand> {
    /** A week: longer than incidents take in alerts, shorter than what people take for a coincidence. */
    static final Duration REMEMBERED = Duration.ofDays(7);

    /** What is seen in more incidents than that (a proxy, a tracker) links nothing any more: it is no news. */
    static final int MOST = 20;

    @Override
    public void process(Record<String, @Nullable IncidentTrace> message) {
        IncidentTrace trace = message.value();
        if (trace == null) {
            return;
        }
        WindowStore<String, String> seen = context().getStateStore(AlertingTopology.TRACES_STORE);
        long at = message.timestamp();
        Set<String> holders = new LinkedHashSet<>();
        long span = REMEMBERED.toMillis();
        try (WindowStoreIterator<String> all = seen.fetch(message.key(), Math.max(0, at - span), at + span)) {
            all.forEachRemaining(holder -> holders.add(holder.value));
        }
        if (holders.size() >= MOST || holders.contains(trace.getIncidentId())) {
            return;
        }
        seen.put(message.key(), trace.getIncidentId(), at);
        holders.forEach(other -> {
            ask(message, trace.getIncidentId(), other, trace.getKind());
            ask(message, other, trace.getIncidentId(), trace.getKind());
        });
    }

    private void ask(Record<String, @Nullable IncidentTrace> message, String incidentId, String other, String kind) {
        IncidentCommand command = IncidentCommand.newBuilder()
                // the same for whatever else of that kind the two share: once is enough
                .setCommandId(incidentId + "-link-" + kind + '-' + other)
                .setIncidentId(incidentId)
                .setType(CommandType.link)
                .setActor(IncidentEdit.SELF)
                .setRole(CommandPolicy.SYSTEM)
                .setRequestedAt(Instant.ofEpochMilli(message.timestamp()))
                .setDetails(Map.of("other", other, "kind", kind))
                .build();
        context().forward(message.withKey(incidentId).withValue(command));
    }
}
