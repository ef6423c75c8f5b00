package io.phiwatch.alerting.playbook;

import java.time.Duration;
import java.util.List;

/**
 * What to do about a kind of incident.
 *
 * @param id name by which rules speak of it
 * @param title name for people
 * @param possibleBreach when an incident that follows it may be a breach of PHI
 * @param steps what to do, in order
 * @param guide Markdown for those who do it
 * @param version digest of the file
 */
public record Playbook(
        String id, String title, PossibleBreach possibleBreach, List<Step> steps, String guide, String version) {
    public Playbook {
        steps = List.copyOf(steps);
    }

    /** When an incident may be a breach of PHI. */
    public enum PossibleBreach {
        /** Whatever its alerts say. */
        always,
        /** Where an alert counted patients. */
        with_patients,
        /** It is about something else. */
        never
    }

    /** Who does a step. */
    public enum Role {
        responder,
        compliance,
        legal,
        communications
    }

    /**
     * A step.
     *
     * @param id its name within the playbook
     * @param due how long after the incident was opened it should be done
     */
    public record Step(String id, String title, Role role, Duration due) {}
}
