package io.phiwatch.detector.event;

import io.phiwatch.schema.AccessEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an event leaves in its alert: by it alerting links incidents and knows what is excepted. */
final class EventTraces {
    /** A bulk access is known by its actor, not by each of its patients. */
    private static final int MOST_PATIENTS = 20;

    private EventTraces() {}

    /** Values by the field names of rules. */
    static Map<String, List<String>> of(AccessEvent event) {
        Map<String, List<String>> traces = new LinkedHashMap<>();
        add(traces, "session.id", event.getSessionId());
        add(traces, "client.ip", event.getClientIp());
        add(traces, "destination.host", event.getDestinationHost());
        List<String> patients =
                event.getPatients().stream().distinct().limit(MOST_PATIENTS).toList();
        if (!patients.isEmpty()) {
            traces.put("patients", patients);
        }
        return traces;
    }

    private static void add(Map<String, List<String>> traces, String field, @Nullable String value) {
        if (value != null) {
            traces.put(field, List.of(value));
        }
    }
}
