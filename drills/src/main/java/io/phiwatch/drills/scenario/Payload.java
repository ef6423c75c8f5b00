package io.phiwatch.drills.scenario;

import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.source.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One payload of ordinary life, from the same templates as the drills'. Immutable.
 *
 * @param template {@code platform/name}
 * @param with values that it asks for
 */
public record Payload(String template, String sourceId, Map<String, String> with) {
    public Payload {
        with = Map.copyOf(with);
    }

    /** What the source sends about these two. */
    public Delivery of(Staff staff, Patient patient, Instant at, Draw draw) {
        Roles roles = new Roles(staff, staff, List.of(staff), List.of(patient), "", "");
        return Template.of(template).fill(sourceId, Scope.of(roles, draw, at).of(with, at, 0), at);
    }
}
