package io.phiwatch.drills.score;

import io.phiwatch.drills.attack.Attack;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What became of one attack.
 *
 * @param incidents those that it opened, the earliest first; none when it was missed
 */
public record AttackResult(Attack attack, List<ObservedIncident> incidents) {
    public AttackResult {
        incidents = incidents.stream()
                .sorted(Comparator.comparing(ObservedIncident::openedAt).thenComparing(ObservedIncident::id))
                .toList();
    }

    public boolean isDetected() {
        return !incidents.isEmpty();
    }

    /** The incident that told of it first. */
    public Optional<ObservedIncident> incident() {
        return incidents.stream().findFirst();
    }

    /** From the first malicious event to the incident, by the clock in the log. */
    public Optional<Duration> timeToDetect() {
        return incident().map(incident -> Duration.between(attack.firstEvent(), incident.openedAt()));
    }
}
