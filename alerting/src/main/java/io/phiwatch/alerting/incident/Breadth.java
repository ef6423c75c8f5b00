package io.phiwatch.alerting.incident;

import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentAlert;
import io.phiwatch.schema.Level;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Raises the level of an incident by how much it touches: one level above its highest alert where several rules fire or
 * several surfaces are touched, critical where so many people are affected that authorities and media must hear of it.
 *
 * @param rules distinct rules, of medium level or higher, that raise it by one
 * @param surfaces surfaces that raise it by one
 * @param patients patients that make it critical
 */
public record Breadth(int rules, int surfaces, long patients) {
    public Breadth {
        if (rules < 2 || surfaces < 2 || patients < 1) {
            throw new IllegalArgumentException("breadth: rules and surfaces must be > 1, patients > 0");
        }
    }

    /** 500 people are the threshold of 45 CFR §164.406 and §164.408(b). */
    public static Breadth defaults() {
        return new Breadth(3, 3, 500);
    }

    /**
     * A higher level, and what it rests on.
     *
     * @param what rules, surfaces or patients
     * @param number how many of them
     */
    record Raise(Level to, String what, long number) {}

    /** The level that the breadth of an incident asks for; empty where it is that high already. */
    Optional<Raise> raised(Incident.Builder incident) {
        return raise(incident).filter(raise -> raise.to().compareTo(incident.getLevel()) > 0);
    }

    private Optional<Raise> raise(Incident.Builder incident) {
        if (incident.getPatientsCount() >= patients) {
            return Optional.of(new Raise(Level.critical, "patients", incident.getPatientsCount()));
        }
        List<IncidentAlert> grave = incident.getAlerts().stream()
                .filter(alert -> alert.getLevel().compareTo(Level.medium) >= 0)
                .toList();
        Optional<Level> above = grave.stream()
                .map(IncidentAlert::getLevel)
                .max(Comparator.naturalOrder())
                .map(Breadth::above);
        long distinct = grave.stream()
                .map(IncidentAlert::getRuleName)
                .filter(name -> !name.equals(AlertList.FURTHER))
                .distinct()
                .count();
        if (distinct >= rules) {
            return above.map(level -> new Raise(level, "rules", distinct));
        }
        int touched = incident.getSurfaces().size();
        return touched >= surfaces ? above.map(level -> new Raise(level, "surfaces", touched)) : Optional.empty();
    }

    private static Level above(Level level) {
        return switch (level) {
            case informational -> Level.low;
            case low -> Level.medium;
            case medium -> Level.high;
            case high, critical -> Level.critical;
        };
    }
}
