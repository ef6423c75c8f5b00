package io.phiwatch.drills.traffic;

import io.phiwatch.drills.payload.ZoomWebhooks;
import io.phiwatch.drills.payload.ZoomWebhooks.Meeting;
import io.phiwatch.drills.payload.ZoomWebhooks.Participant;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.population.Staff.Role;
import io.phiwatch.drills.source.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Telehealth visits of one clinician and one patient. */
final class VisitTraffic implements Traffic {
    private static final int WEBHOOKS_OF_A_VISIT = 6;

    private final List<Patient> patients;
    private final List<Staff> clinicians;

    VisitTraffic(Population population, List<Staff> working) {
        patients = population.patients();
        clinicians = working.stream()
                .filter(person -> person.role() == Role.CLINICIAN)
                .toList();
    }

    @Override
    public void fill(Slot slot, Draw draw, Consumer<Delivery> out) {
        for (int i = 0; i < slot.events() / WEBHOOKS_OF_A_VISIT; i++) {
            visit(slot.moment(draw), draw, out);
        }
    }

    private void visit(Instant start, Draw draw, Consumer<Delivery> out) {
        Staff clinician = draw.pick(clinicians);
        Patient patient = draw.pick(patients);
        Meeting meeting = Meeting.draw(clinician.userId(), start, draw);
        Participant host = Participant.draw(clinician.name(), clinician.email(), draw);
        Participant guest = Participant.draw(patient.name(), patient.email(), draw);
        Instant guestJoined = start.plusSeconds(draw.between(5, 90));
        Instant guestLeft = guestJoined.plusSeconds(draw.between(240, 1200));
        Instant ended = guestLeft.plusSeconds(draw.between(2, 60));
        out.accept(ZoomWebhooks.started(meeting, start));
        out.accept(ZoomWebhooks.joined(meeting, host, start.plusSeconds(1)));
        out.accept(ZoomWebhooks.joined(meeting, guest, guestJoined));
        out.accept(ZoomWebhooks.left(meeting, guest, guestLeft));
        out.accept(ZoomWebhooks.left(meeting, host, ended));
        out.accept(ZoomWebhooks.ended(meeting, ended.plusSeconds(1)));
    }
}
