package io.phiwatch.detector.correlate;

import io.phiwatch.schema.Environment;
import io.phiwatch.schema.EventRef;
import java.util.List;

/**
 * What an alert shows of how it fired: fixed when it is first told.
 *
 * @param value what the window measured
 * @param firedAt time of the event that made it fire, epoch milliseconds
 * @param explanation the sentence with the numbers
 * @param patients distinct patients of the events of the window
 * @param events events of the window, oldest first, at most {@value #MOST}
 */
public record Shown(
        Subject subject, double value, long firedAt, String explanation, long patients, List<EventRef> events) {
    /** How many events an alert shows. */
    static final int MOST = 20;

    public Shown {
        events = List.copyOf(events);
    }

    /** Who and where it was. */
    public record Subject(String entity, Environment environment) {}

    boolean holds(EventRef event) {
        return events.stream().anyMatch(shown -> shown.getEventId().equals(event.getEventId()));
    }
}
