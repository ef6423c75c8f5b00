package io.phiwatch.drills.month;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.source.Delivery;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows of reference tables, as the systems of the company load them each morning. */
final class Schedule {
    private static final String REFERENCE = "reference";
    private static final String LONG_AGO = "2020-01-01";

    private Schedule() {}

    /** Who is to be seen by whom. */
    static Delivery of(Staff person, List<Patient> patients, String kind, Instant at) {
        ObjectNode load = load("relationships");
        patients.stream()
                .map(Patient::id)
                .distinct()
                .forEach(patient -> load.withArray("/rows")
                        .addObject()
                        .put("staff", person.login())
                        .put("patient", patient)
                        .put("kind", kind)
                        .put("valid_from", at.toString()));
        return delivery(load, at);
    }

    /** Everybody who works here. */
    static Delivery roster(Collection<Staff> staff, Instant at) {
        ObjectNode load = load("staff");
        staff.forEach(person -> load.withArray("/rows")
                .addObject()
                .put("id", person.login())
                .put("aliases", person.email() + ";" + person.userId())
                .put("roles", person.role().name().toLowerCase(Locale.ROOT))
                .put("status", "active")
                .put("training_valid_until", "2099-01-01")
                .put("employed_from", LONG_AGO));
        return delivery(load, at);
    }

    /** A change that was approved. */
    static Delivery approval(String id, String system, String target, Instant at) {
        ObjectNode load = load("approvals");
        load.withArray("/rows")
                .addObject()
                .put("id", id)
                .put("kind", "change")
                .put("target", target)
                .put("system", system)
                .put("environment", "production")
                .put("status", "approved")
                .put("valid_from", at.toString());
        return delivery(load, at);
    }

    private static ObjectNode load(String table) {
        return JsonNodeFactory.instance.objectNode().put("table", table);
    }

    private static Delivery delivery(ObjectNode load, Instant at) {
        return new Delivery(REFERENCE, REFERENCE, Map.of("Content-Type", "application/json"), load.toString(), at);
    }
}
