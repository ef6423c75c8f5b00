package io.phiwatch.alerting.evidence;

import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.EvidenceType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step says of itself, before it is chained.
 *
 * @param recordedAt by the clock in the log
 * @param actor who or what made the step
 * @param summary one line for people, free of PHI
 * @param details allow-listed facts
 * @param alert what it rests on, where it is about an alert
 */
public record EvidenceDraft(
        EvidenceType type,
        Instant recordedAt,
        String actor,
        String summary,
        Map<String, String> details,
        @Nullable AlertFacts alert) {

    public EvidenceDraft {
        details = Map.copyOf(details);
    }

    /**
     * The alert that a step is about.
     *
     * @param eventTime time of its last event
     * @param received when ingest received that event, where it is known
     * @param sources events that it rests on, bounded
     */
    public record AlertFacts(
            String alertId, Instant eventTime, @Nullable Instant received, List<EventRef> sources) {
        public AlertFacts {
            sources = List.copyOf(sources);
        }
    }
}
