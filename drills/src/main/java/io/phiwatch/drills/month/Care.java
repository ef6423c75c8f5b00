package io.phiwatch.drills.month;

import io.phiwatch.drills.payload.FhirAuditEvents;
import io.phiwatch.drills.payload.FhirAuditEvents.Requestor;
import io.phiwatch.drills.payload.ZoomWebhooks;
import io.phiwatch.drills.payload.ZoomWebhooks.Meeting;
import io.phiwatch.drills.payload.ZoomWebhooks.Participant;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.population.Staff.Role;
import io.phiwatch.drills.source.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Appointments: the schedule tells who sees whom, charts are opened around each visit, every fifth is a video call. Some
 * audit events come out of order, some webhooks late.
 */
final class Care implements Habit {
    private static final int APPOINTMENTS = 14;
    private static final int QUESTIONS = 9;
    private static final double BY_VIDEO = 0.2;
    private static final double OUT_OF_ORDER = 0.04;
    private static final double SLOW = 0.02;
    private static final double EXPORTS = 0.15;
    private static final Duration BEFORE = Duration.ofHours(1);
    private static final List<String> CHART = List.of(
            "Patient", "Observation", "MedicationRequest", "Encounter", "DiagnosticReport", "AllergyIntolerance");

    private final Population population;
    private final Workforce workforce;

    Care(Population population, Workforce workforce) {
        this.population = population;
        this.workforce = workforce;
    }

    @Override
    public void live(Day day, Draw draw, Consumer<Delivery> out) {
        for (Worker worker : workforce.at(day)) {
            boolean isClinician = worker.person().role() == Role.CLINICIAN;
            if (worker.person().role() == Role.ADMIN) {
                continue;
            }
            List<Patient> patients = new ArrayList<>();
            int count = isClinician ? APPOINTMENTS : QUESTIONS;
            for (int i = 0; i < count; i++) {
                patients.add(draw.pick(population.patients()));
            }
            out.accept(Schedule.of(
                    worker.person(),
                    patients,
                    isClinician ? "appointment" : "order",
                    worker.begins(day).minus(BEFORE)));
            Duration each = Duration.ofHours(7).dividedBy(count);
            for (int i = 0; i < count; i++) {
                Instant at = worker.begins(day).plus(Duration.ofMinutes(15)).plus(each.multipliedBy(i));
                see(worker, day, patients.get(i), at.plus(draw.upTo(Duration.ofMinutes(8))), draw, out);
                if (isClinician && draw.chance(BY_VIDEO)) {
                    call(worker.person(), patients.get(i), at, draw, out);
                }
            }
            if (!isClinician && draw.chance(EXPORTS)) {
                List<String> names =
                        patients.stream().map(Patient::id).distinct().toList();
                out.accept(FhirAuditEvents.export(
                        Requestor.of(worker.person(), worker.address(day)), names, worker.moment(day, draw), draw));
            }
        }
    }

    private static void see(Worker worker, Day day, Patient patient, Instant at, Draw draw, Consumer<Delivery> out) {
        Requestor who = Requestor.of(worker.person(), worker.address(day));
        int pages = draw.between(2, 6);
        for (int i = 0; i < pages; i++) {
            Instant time = at.plusSeconds(draw.between(0, 600));
            Delivery read = FhirAuditEvents.read(who, patient.id(), draw.pick(CHART), time, draw);
            out.accept(draw.chance(OUT_OF_ORDER) ? read.sentAt(time.plusSeconds(draw.between(10, 300))) : read);
        }
    }

    private static void call(Staff clinician, Patient patient, Instant start, Draw draw, Consumer<Delivery> out) {
        Meeting meeting = Meeting.draw(clinician.userId(), start, draw);
        Participant host = Participant.draw(clinician.name(), clinician.email(), draw);
        Participant guest = Participant.draw(patient.name(), patient.email(), draw);
        Instant joined = start.plusSeconds(draw.between(5, 200));
        Instant ended = joined.plusSeconds(draw.between(240, 1500));
        slow(ZoomWebhooks.started(meeting, start), draw, out);
        slow(ZoomWebhooks.joined(meeting, host, start.plusSeconds(1)), draw, out);
        slow(ZoomWebhooks.joined(meeting, guest, joined), draw, out);
        slow(ZoomWebhooks.left(meeting, guest, ended.minusSeconds(4)), draw, out);
        slow(ZoomWebhooks.left(meeting, host, ended), draw, out);
        slow(ZoomWebhooks.ended(meeting, ended.plusSeconds(1)), draw, out);
    }

    private static void slow(Delivery delivery, Draw draw, Consumer<Delivery> out) {
        boolean isSlow = draw.chance(SLOW);
        out.accept(isSlow ? delivery.sentAt(delivery.at().plusSeconds(draw.between(30, 480))) : delivery);
    }
}
