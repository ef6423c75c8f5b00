package io.phiwatch.drills.scenario;

import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Networks;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.population.Staff.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * Who plays in a drill. Immutable.
 *
 * @param staff the account that it is about
 * @param admin another account, of an administrator
 * @param others the rest of the workforce
 * @param patients from the first that the drill touches on
 * @param hosting address of a rented server
 * @param abroad address of a household on another continent
 */
public record Roles(
        Staff staff, Staff admin, List<Staff> others, List<Patient> patients, String hosting, String abroad) {
    public Roles {
        others = List.copyOf(others);
        patients = List.copyOf(patients);
    }

    /**
     * Chosen at random.
     *
     * @param staff the account that the drill is about
     */
    public static Roles draw(Population population, Staff staff, Draw draw) {
        List<Staff> others = population.staff().stream()
                .filter(person -> !person.equals(staff))
                .toList();
        List<Staff> admins =
                others.stream().filter(person -> person.role() == Role.ADMIN).toList();
        List<Patient> patients = population.patients();
        int first = draw.between(0, patients.size() - 1);
        List<Patient> turned = new ArrayList<>(patients.subList(first, patients.size()));
        turned.addAll(patients.subList(0, first));
        return new Roles(
                staff,
                draw.pick(admins),
                others,
                turned,
                Networks.usHostingAddress(draw),
                Networks.germanAddress(draw));
    }

    Patient patient(int index) {
        return patients.get(Math.floorMod(index, patients.size()));
    }

    Staff other(int index) {
        return others.get(Math.floorMod(index, others.size()));
    }
}
