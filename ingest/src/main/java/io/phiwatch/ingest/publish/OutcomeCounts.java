package io.phiwatch.ingest.publish;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Outcome;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts accepted events by what questions over a whole source ask: their outcome, {@code unsuccessful} (failed or denied),
 * their action, {@code ACTION.unsuccessful}, {@code request} (answered by a server), {@code request.error} (5xx). An event
 * counts under several of these. Not thread-safe.
 */
public final class OutcomeCounts {
    private static final String UNSUCCESSFUL = "unsuccessful";
    private static final String ROUTE = "route";
    private static final String STATUS = "status";

    private final Map<String, Long> byName = new TreeMap<>();

    /** Counts an event. */
    public void add(AccessEvent event) {
        add(event.getOutcome().name());
        add(event.getAction().name());
        if (event.getOutcome() != Outcome.success) {
            add(UNSUCCESSFUL);
            add(event.getAction().name() + '.' + UNSUCCESSFUL);
        }
        String status = event.getAttributes().get(STATUS);
        if (status != null && ROUTE.equals(event.getObjectType()) && event.getAction() != Action.transmit) {
            add("request");
            if (status.startsWith("5")) {
                add("request.error");
            }
        }
    }

    private void add(String name) {
        byName.merge(name, 1L, Long::sum);
    }

    /** The counts so far; names without any are left out. */
    public Map<String, Long> byName() {
        return Map.copyOf(byName);
    }
}
