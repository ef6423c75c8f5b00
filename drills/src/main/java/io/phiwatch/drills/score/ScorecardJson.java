package io.phiwatch.drills.score;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.drills.attack.Attack;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Renders a scorecard for programs. */
public final class ScorecardJson {
    private static final double MILLIS = 1000;

    private ScorecardJson() {}

    /** One document; times are ISO 8601, durations seconds. */
    public static ObjectNode render(Scorecard card) {
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("passed", card.isPassed())
                .put("attacks", card.results().size())
                .put("detected", card.detected())
                .put("missed", card.results().size() - card.detected())
                .put("false_incidents", card.falseIncidents().size());
        card.results().forEach(result -> root.withArray("/results").add(result(result)));
        card.falseIncidents().forEach(incident -> root.withArray("/unexplained").add(incident(incident)));
        return root;
    }

    private static ObjectNode result(AttackResult result) {
        Attack attack = result.attack();
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("attack", attack.name())
                .put("description", attack.description())
                .put("surface", attack.surface().name())
                .put("entity_kind", attack.entityKind())
                .put("entity_id", attack.entityId())
                .put("first_event", attack.firstEvent().toString())
                .put("last_event", attack.lastEvent().toString())
                .put("detected", result.isDetected())
                .put(
                        "time_to_detect_seconds",
                        result.timeToDetect().map(ScorecardJson::seconds).orElse(null));
        attack.rules().stream().sorted().forEach(node.withArray("/expected_rules")::add);
        node.putArray("incidents");
        result.incidents().forEach(incident -> node.withArray("/incidents").add(incident(incident)));
        return node;
    }

    private static ObjectNode incident(ObservedIncident incident) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("id", incident.id())
                .put("entity_kind", incident.entityKind())
                .put("entity_id", incident.entityId())
                .put("opened_at", incident.openedAt().toString())
                .put("first_event_time", text(incident.firstEventTime()))
                .put("real_time_seen", text(incident.realTimeSeen()));
        incident.rules().stream().sorted().forEach(node.withArray("/rules")::add);
        return node;
    }

    private static Double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
