package io.phiwatch.detector.correlate;

import io.phiwatch.detector.correlate.window.Event;
import io.phiwatch.schema.Alert;
import java.util.List;

/**
 * An episode that was opened.
 *
 * @param alert the first revision of its alert
 * @param event the event that made it fire; of a window that is judged when it is over, its last
 * @param patients tokens of the patients that the event touched, where they are at hand
 */
public record Firing(GroupKey group, Alert alert, Event event, List<String> patients) {
    public Firing {
        patients = List.copyOf(patients);
    }
}
