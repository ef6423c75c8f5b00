package io.phiwatch.drills.traffic;

import io.phiwatch.drills.payload.KeycloakEvents;
import io.phiwatch.drills.payload.KeycloakEvents.Account;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.source.Delivery;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** People logging in and out, some after mistyping their password. */
final class LoginTraffic implements Traffic {
    /** Of one account in one slot: twice this in any ten minutes is still far from ten failures. */
    private static final int MOST_MISTYPES = 3;

    private static final double BY_STAFF = 0.2;
    private static final double MISTYPED = 0.15;
    private static final double LOGGED_OUT = 0.4;

    private final List<Patient> patients;
    private final List<Staff> staff;

    LoginTraffic(Population population, List<Staff> working) {
        patients = population.patients();
        staff = working;
    }

    @Override
    public void fill(Slot slot, Draw draw, Consumer<Delivery> out) {
        Set<Account> mistyped = new HashSet<>();
        int events = 0;
        while (events < slot.events()) {
            events += visit(slot.moment(draw), mistyped, draw, out);
        }
    }

    private int visit(Instant time, Set<Account> mistyped, Draw draw, Consumer<Delivery> out) {
        boolean byStaff = draw.chance(BY_STAFF);
        Staff person = draw.pick(staff);
        Patient patient = draw.pick(patients);
        Account account = byStaff ? Account.of(person) : Account.of(patient);
        String address = byStaff ? draw.pick(person.addresses()) : patient.address();
        int events = 1;
        Instant at = time;
        if (draw.chance(MISTYPED) && mistyped.add(account)) {
            int failures = draw.between(1, MOST_MISTYPES);
            for (int i = 0; i < failures; i++) {
                out.accept(KeycloakEvents.failedLogin(account, address, at, draw));
                at = at.plusSeconds(draw.between(4, 15));
            }
            events += failures;
        }
        out.accept(KeycloakEvents.login(account, address, at, draw));
        if (draw.chance(LOGGED_OUT)) {
            out.accept(KeycloakEvents.logout(account, address, at.plusSeconds(draw.between(60, 900)), draw));
            events++;
        }
        return events;
    }
}
