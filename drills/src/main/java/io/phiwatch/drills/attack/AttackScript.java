package io.phiwatch.drills.attack;

import io.phiwatch.drills.payload.AccessLog;
import io.phiwatch.drills.payload.AccessLog.Visitor;
import io.phiwatch.drills.payload.FhirAuditEvents;
import io.phiwatch.drills.payload.FhirAuditEvents.Requestor;
import io.phiwatch.drills.payload.KeycloakEvents;
import io.phiwatch.drills.payload.KeycloakEvents.Account;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Networks;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.source.Delivery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Turns a scenario into the payloads that the platforms would send. */
final class AttackScript {
    private static final int EXPORTS = 5;
    private static final int PATIENTS_PER_EXPORT = 120;
    private static final int RECORDS_OPENED = 30;
    private static final int FAILED_LOGINS = 14;
    private static final int LEAKING_VISITORS = 6;

    private final Population population;
    private final Cast cast;

    AttackScript(Population population, Cast cast) {
        this.population = population;
        this.cast = cast;
    }

    /**
     * The deliveries of a scenario, its first event at {@code start} and its last {@code length} later; travel begins
     * with a login that is not malicious.
     */
    List<Delivery> play(Scenario scenario, Instant start, Duration length, Draw draw) {
        return switch (scenario) {
            case BULK_EXPORT -> bulkExport(spread(start, length, EXPORTS), draw);
            case BULK_READ -> bulkRead(spread(start, length, RECORDS_OPENED), draw);
            case BRUTE_FORCE -> bruteForce(spread(start, length, FAILED_LOGINS), draw);
            case IMPOSSIBLE_TRAVEL -> impossibleTravel(start, start.plus(length), draw);
            case MFA_DISABLED -> mfaDisabled(start, start.plus(length), draw);
            case PHI_IN_URL -> phiInUrl(spread(start, length, LEAKING_VISITORS), draw);
        };
    }

    private List<Delivery> bulkExport(List<Instant> times, Draw draw) {
        Requestor who = requestor(Scenario.BULK_EXPORT);
        List<String> charts = population.charts();
        int offset = draw.between(0, charts.size() - EXPORTS * PATIENTS_PER_EXPORT);
        List<Delivery> deliveries = new ArrayList<>();
        for (Instant time : times) {
            List<String> part = charts.subList(offset, offset + PATIENTS_PER_EXPORT);
            deliveries.add(FhirAuditEvents.export(who, part, time, draw));
            offset += PATIENTS_PER_EXPORT;
        }
        return deliveries;
    }

    private List<Delivery> bulkRead(List<Instant> times, Draw draw) {
        Requestor who = requestor(Scenario.BULK_READ);
        List<Patient> patients = population.patients();
        int first = draw.between(0, patients.size() - RECORDS_OPENED);
        return IntStream.range(0, times.size())
                .mapToObj(i -> FhirAuditEvents.read(who, patients.get(first + i).id(), "Patient", times.get(i), draw))
                .toList();
    }

    private List<Delivery> bruteForce(List<Instant> times, Draw draw) {
        Account account = Account.of(cast.actor(Scenario.BRUTE_FORCE));
        String address = Networks.usHostingAddress(draw);
        return times.stream()
                .map(time -> KeycloakEvents.failedLogin(account, address, time, draw))
                .toList();
    }

    private List<Delivery> impossibleTravel(Instant atHome, Instant abroad, Draw draw) {
        Staff person = cast.actor(Scenario.IMPOSSIBLE_TRAVEL);
        Account account = Account.of(person);
        return List.of(
                KeycloakEvents.login(account, person.addresses().getFirst(), atHome, draw),
                KeycloakEvents.login(account, Networks.germanAddress(draw), abroad, draw));
    }

    /** Newer releases report the removal twice, under the new name and the old one. */
    private List<Delivery> mfaDisabled(Instant first, Instant second, Draw draw) {
        Staff person = cast.actor(Scenario.MFA_DISABLED);
        Account account = Account.of(person);
        String address = person.addresses().getFirst();
        return List.of(
                KeycloakEvents.otpRemoved("REMOVE_CREDENTIAL", account, address, first, draw),
                KeycloakEvents.otpRemoved("REMOVE_TOTP", account, address, second, draw));
    }

    private List<Delivery> phiInUrl(List<Instant> times, Draw draw) {
        List<Delivery> deliveries = new ArrayList<>();
        for (Instant time : times) {
            Patient patient = draw.pick(population.patients());
            String target = "/checkout/confirm?step=review&email="
                    + URLEncoder.encode(patient.email(), StandardCharsets.UTF_8)
                    + "&ssn=" + patient.ssn();
            String line = AccessLog.line(
                    new Visitor(patient.address(), patient.userAgent(), "-"), time, target, draw.between(2_000, 9_000));
            deliveries.add(AccessLog.batch(List.of(line), time.plusSeconds(1)));
        }
        return deliveries;
    }

    private Requestor requestor(Scenario scenario) {
        Staff person = cast.actor(scenario);
        return Requestor.of(person, person.addresses().getFirst());
    }

    private static List<Instant> spread(Instant start, Duration length, int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        start.plus(length.multipliedBy(i).dividedBy(count - 1)).truncatedTo(ChronoUnit.MILLIS))
                .toList();
    }
}
