package io.phiwatch.drills.traffic;

import io.phiwatch.drills.payload.FhirAuditEvents;
import io.phiwatch.drills.payload.FhirAuditEvents.Requestor;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.population.Staff.Role;
import io.phiwatch.drills.source.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Clinicians at work, patients reading their own records, and small exports. */
final class ChartTraffic implements Traffic {
    /** Of one clinician in one slot: twice this in any ten minutes is still below twenty patients. */
    private static final int MOST_PATIENTS = 8;

    /** Of one export; each of the staff makes at most one in a slot, so at most seven in any hour. */
    private static final int MOST_EXPORTED = 20;

    private static final double BY_PATIENT = 0.2;
    private static final double SEARCHED = 0.1;
    private static final double EXPORTED = 0.05;
    private static final double DELAYED = 0.04;
    private static final List<String> RESOURCES = List.of(
            "Patient", "Observation", "MedicationRequest", "Encounter", "DiagnosticReport", "AllergyIntolerance");

    private final List<Patient> patients;
    private final List<Staff> clinicians;
    private final List<Staff> exporters;

    ChartTraffic(Population population, List<Staff> working) {
        patients = population.patients();
        clinicians = working.stream()
                .filter(person -> person.role() == Role.CLINICIAN)
                .toList();
        exporters = working.stream()
                .filter(person -> person.role() != Role.CLINICIAN)
                .toList();
    }

    @Override
    public void fill(Slot slot, Draw draw, Consumer<Delivery> out) {
        List<Panel> panels =
                clinicians.stream().map(person -> panel(person, draw)).toList();
        for (int i = 0; i < slot.events(); i++) {
            send(access(panels, slot.moment(draw), draw), draw, out);
        }
        for (Staff person : exporters) {
            if (draw.chance(EXPORTED)) {
                List<String> exported = draw(draw.between(1, MOST_EXPORTED), draw);
                Requestor who = Requestor.of(person, draw.pick(person.addresses()));
                send(FhirAuditEvents.export(who, exported, slot.moment(draw), draw), draw, out);
            }
        }
    }

    private Delivery access(List<Panel> panels, Instant time, Draw draw) {
        String resource = draw.pick(RESOURCES);
        if (draw.chance(BY_PATIENT)) {
            Patient patient = draw.pick(patients);
            return FhirAuditEvents.read(Requestor.of(patient), patient.id(), resource, time, draw);
        }
        Panel panel = draw.pick(panels);
        Requestor who =
                Requestor.of(panel.clinician(), draw.pick(panel.clinician().addresses()));
        String patient = draw.pick(panel.patients());
        return draw.chance(SEARCHED)
                ? FhirAuditEvents.search(who, patient, resource, time, draw)
                : FhirAuditEvents.read(who, patient, resource, time, draw);
    }

    private Panel panel(Staff clinician, Draw draw) {
        return new Panel(clinician, draw(draw.between(1, MOST_PATIENTS), draw));
    }

    private List<String> draw(int count, Draw draw) {
        return Stream.generate(() -> draw.pick(patients).id())
                .distinct()
                .limit(count)
                .toList();
    }

    /** Some come later than younger ones, as feeds are not ordered. */
    private static void send(Delivery delivery, Draw draw, Consumer<Delivery> out) {
        boolean late = draw.chance(DELAYED);
        out.accept(late ? delivery.sentAt(delivery.at().plusSeconds(draw.between(10, 150))) : delivery);
    }

    private record Panel(Staff clinician, List<String> patients) {}
}
