package io.phiwatch.alerting.console.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.report.ResponsePhase;
import io.phiwatch.alerting.report.ResponseTimes;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.serde.RecordJson;
import java.time.Duration;
import java.util.Map;

/** Response times as JSON, in seconds. */
final class ResponseJson {
    private static final double MILLIS = 1000.0;

    private ResponseJson() {}

    /** Of one incident: {@code detect_seconds} and so on, as far as it has come. */
    static ObjectNode of(Incident incident) {
        ObjectNode node = RecordJson.object();
        for (ResponsePhase phase : ResponsePhase.values()) {
            phase.of(incident).ifPresent(took -> node.put(phase.tag() + "_seconds", seconds(took)));
        }
        return node;
    }

    /** Of many, by group. */
    static ObjectNode of(Map<String, ResponseTimes> groups) {
        ObjectNode node = RecordJson.object();
        groups.forEach((group, times) -> node.set(group, of(times)));
        return node;
    }

    /** Of many. */
    static ObjectNode of(ResponseTimes times) {
        ObjectNode node = RecordJson.object().put("incidents", times.incidents());
        for (ResponsePhase phase : ResponsePhase.values()) {
            ResponseTimes.Spread spread = times.phases().get(phase);
            if (spread != null) {
                node.putObject(phase.tag())
                        .put("count", spread.count())
                        .put("median_seconds", seconds(spread.median()))
                        .put("p90_seconds", seconds(spread.p90()))
                        .put("longest_seconds", seconds(spread.longest()));
            }
        }
        return node;
    }

    private static double seconds(Duration time) {
        return time.toMillis() / MILLIS;
    }
}
