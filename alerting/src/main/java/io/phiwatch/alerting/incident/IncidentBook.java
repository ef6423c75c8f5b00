package io.phiwatch.alerting.incident;

import io.phiwatch.schema.Incident;
import java.util.Optional;

/** What is known of the incidents of an entity. What it returns is a copy or is never changed. */
public interface IncidentBook {
    /** The incident with the highest ordinal. */
    Optional<Incident> latest(String entityKey);

    /** The incident of that id. */
    Optional<Incident> find(String incidentId);

    /** Where that alert of the entity went; empty where it was never seen. */
    Optional<AlertPlace> placeOf(String entityKey, String alertId);
}
