package io.phiwatch.alerting.incident.step;

import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentLink;
import java.util.ArrayList;
import java.util.List;

/** The incidents that belong with one. Bounded: those beyond are counted, and stand in the evidence. */
final class Links {
    /** More than a person looks through. */
    static final int LISTED = 50;

    private Links() {}

    static boolean has(List<IncidentLink> links, String other, String kind) {
        return links.stream()
                .anyMatch(link ->
                        link.getIncidentId().equals(other) && link.getKind().equals(kind));
    }

    static void add(IncidentEdit edit, String other, String kind) {
        Incident.Builder incident = edit.incident();
        if (has(incident.getLinks(), other, kind)) {
            return;
        }
        if (incident.getLinks().size() >= LISTED) {
            incident.setFurtherLinks(incident.getFurtherLinks() + 1);
            return;
        }
        List<IncidentLink> links = new ArrayList<>(incident.getLinks());
        links.add(new IncidentLink(other, kind, edit.at()));
        incident.setLinks(links);
    }
}
