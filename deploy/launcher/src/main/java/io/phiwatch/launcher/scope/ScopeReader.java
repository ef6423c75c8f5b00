package io.phiwatch.launcher.scope;

import io.phiwatch.launcher.command.SetupOptions;
import io.phiwatch.launcher.kafka.AccessHistory;
import io.phiwatch.launcher.kafka.TopicReader;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertHit;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.ReferenceRow;
import io.phiwatch.schema.ReferenceTable;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Reads what an incident rests on from the topics: its evidence, alerts and their hits, then the access events. */
public final class ScopeReader {
    private final Map<String, Object> kafka;
    private final TopicSerdes serdes;
    private final Topics topics;
    private final Duration maxDelay;

    /**
     * Reads the installation that the options name.
     *
     * @throws io.phiwatch.launcher.command.EnvironmentException where no broker is there
     */
    public ScopeReader(SetupOptions setup) {
        this.kafka = setup.kafkaProperties();
        this.serdes = setup.serdes();
        this.topics = setup.topics();
        this.maxDelay = setup.config().maxDelay();
    }

    /** The latest state of an incident. */
    public Optional<Incident> incident(String id) {
        Map<String, Incident> latest = new HashMap<>();
        forEach(topics.incidents(), incident -> {
            if (incident.getIncidentId().equals(id)) {
                latest.put(id, incident);
            }
        });
        return Optional.ofNullable(latest.get(id));
    }

    /** What to ask history for an incident and those that it took in. */
    public ScopeQuestion question(Incident incident) {
        Set<String> ids = new HashSet<>(incident.getMergedFrom());
        ids.add(incident.getIncidentId());
        ScopeQuestion question = new ScopeQuestion();
        Set<String> alerts = new HashSet<>();
        forEach(topics.evidence(), (EvidenceEntry entry) -> {
            String alertId = entry.getAlertId();
            if (ids.contains(entry.getIncidentId()) && alertId != null) {
                alerts.add(alertId);
                entry.getSources().forEach(ref -> question.addHit(ref.getEventId(), ref.getEventTime()));
            }
        });
        forEach(topics.alerts(), (Alert alert) -> {
            if (alerts.contains(alert.getAlertId())) {
                question.add(alert);
            }
        });
        forEach(topics.alertHits(), (AlertHit hit) -> {
            if (alerts.contains(hit.getAlertId())) {
                question.addHit(hit.getRef().getEventId(), hit.getRef().getEventTime());
            }
        });
        return question;
    }

    /**
     * Goes through the history that a question is about.
     *
     * @param read told how many records were read
     * @return how many records nobody can read
     */
    public long replay(ScopeQuestion question, IncidentScope scope, LongConsumer read) {
        if (question.from().isEmpty() || question.to().isEmpty()) {
            return 0;
        }
        // a record may be logged as late as its source allows
        long end = question.to().get().plus(maxDelay).toEpochMilli();
        try (AccessHistory history = new AccessHistory(kafka, serdes, topics)) {
            history.seek(question.from());
            history.forEach(
                    entry -> {
                        if (entry.value() instanceof AccessEvent event) {
                            scope.take(event);
                        }
                        return entry.timestamp() <= end;
                    },
                    read);
            return history.unreadable();
        }
    }

    /** Where patients of a tenant live, by token. */
    public Map<String, String> jurisdictions(String tenant) {
        Map<String, String> states = new HashMap<>();
        forEach(topics.reference(ReferenceTable.jurisdictions), (ReferenceRow row) -> {
            String state = row.getColumns().get("state");
            if (row.getTenant().equals(tenant) && state != null && !state.isEmpty()) {
                states.put(row.getId(), state);
            }
        });
        return states;
    }

    private <V> void forEach(Topic<V> topic, Consumer<V> sink) {
        try (TopicReader reader = new TopicReader(kafka, serdes, topic)) {
            reader.fromBeginning().forEachNow(next -> {
                if (next.value() != null) {
                    @SuppressWarnings("unchecked") // the catalogue ties the topic to its type
                    V value = (V) next.value();
                    sink.accept(value);
                }
                return true;
            });
        }
    }
}
