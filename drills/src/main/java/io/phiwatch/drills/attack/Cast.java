package io.phiwatch.drills.attack;

import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.population.Staff.Role;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Who plays which attack: another person for each, so that each opens an incident of its own. Immutable. */
public final class Cast {
    private final Map<Scenario, Staff> actors = new EnumMap<>(Scenario.class);
    private final List<Staff> others;

    public Cast(Population population) {
        List<Staff> admins = population.staff(Role.ADMIN);
        List<Staff> clinicians = population.staff(Role.CLINICIAN);
        actors.put(Scenario.BULK_EXPORT, population.staff(Role.SUPPORT).getFirst());
        actors.put(Scenario.BULK_READ, clinicians.get(0));
        actors.put(Scenario.BRUTE_FORCE, admins.get(0));
        actors.put(Scenario.IMPOSSIBLE_TRAVEL, clinicians.get(1));
        actors.put(Scenario.MFA_DISABLED, admins.get(1));
        others = population.staff().stream()
                .filter(person -> !actors.containsValue(person))
                .toList();
    }

    /** The person whose account the scenario is about. */
    Staff actor(Scenario scenario) {
        Staff actor = actors.get(scenario);
        if (actor == null) {
            throw new IllegalArgumentException("no account in scenario " + scenario.title());
        }
        return actor;
    }

    /** Staff who take part in no attack. */
    public List<Staff> others() {
        return others;
    }
}
