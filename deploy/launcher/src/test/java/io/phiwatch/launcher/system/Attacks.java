package io.phiwatch.launcher.system;

import java.time.Duration;
import java.time.Instant;

/** Attacks on a running phiwatch, as the platforms would report them. */
final class Attacks {
    private static final int PATIENTS = 24;

    private Attacks() {}

    /** One clinician opens two dozen charts within two minutes; returns when the API shows the incident. */
    static String bulkRead(RunningPhiwatch phiwatch, String clinician) {
        Instant start = Instant.now().minusSeconds(120);
        for (int i = 0; i < PATIENTS; i++) {
            byte[] body =
                    Payloads.fhirRead(clinician + "-read-" + i, clinician, "patient-" + i, start.plusSeconds(5L * i));
            phiwatch.post("fhir", body, Payloads.bearer("fhir-secret"));
        }
        String[] id = new String[1];
        phiwatch.await(Duration.ofSeconds(30), "incident of " + clinician, () -> {
            for (var incident : phiwatch.api("/api/v1/incidents").path("incidents")) {
                if (incident.path("entity_id").asText().equals(clinician)) {
                    id[0] = incident.path("incident_id").asText();
                }
            }
            return id[0] != null;
        });
        return id[0];
    }
}
