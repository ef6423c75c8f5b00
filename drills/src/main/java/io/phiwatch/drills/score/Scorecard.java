package io.phiwatch.drills.score;

import io.phiwatch.drills.attack.Attack;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * How well a simulation was judged: each attack detected or missed, and each incident that no attack explains. Immutable.
 */
public record Scorecard(List<AttackResult> results, List<ObservedIncident> falseIncidents) {
    public Scorecard {
        results = List.copyOf(results);
        falseIncidents = List.copyOf(falseIncidents);
    }

    /** Compares what was seen with what was true. */
    public static Scorecard of(List<Attack> attacks, Collection<ObservedIncident> observed) {
        List<AttackResult> results = attacks.stream()
                .map(attack -> new AttackResult(
                        attack,
                        observed.stream()
                                .filter(incident -> isAbout(incident, attack))
                                .toList()))
                .toList();
        List<ObservedIncident> unexplained = observed.stream()
                .filter(incident -> attacks.stream().noneMatch(attack -> isAbout(incident, attack)))
                .sorted(Comparator.comparing(ObservedIncident::openedAt).thenComparing(ObservedIncident::id))
                .toList();
        return new Scorecard(results, unexplained);
    }

    public long detected() {
        return results.stream().filter(AttackResult::isDetected).count();
    }

    /** Every attack detected, and nothing else. */
    public boolean isPassed() {
        return detected() == results.size() && falseIncidents.isEmpty();
    }

    /** One of the expected rules fired, and, where the account is known, for that account. */
    private static boolean isAbout(ObservedIncident incident, Attack attack) {
        boolean ruleFired = incident.rules().stream().anyMatch(attack.rules()::contains);
        return ruleFired && (attack.entityId() == null || attack.entityId().equals(incident.entityId()));
    }
}
