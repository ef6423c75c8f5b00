package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.evidence.EvidenceVerifier;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.PageOrder;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * All that alerting put out.
 *
 * @param incidents the latest state of each
 * @param evidence chains by incident
 * @param pages what incidents asked for, by incident
 * @param orders ids of the pages to send
 */
record AlertingOutput(
        Map<String, Incident> incidents,
        Map<String, List<EvidenceEntry>> evidence,
        Map<String, List<Notification>> pages,
        List<String> orders) {
    AlertingOutput() {
        this(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
    }

    /** Where all of it is found. */
    static List<Topic<? extends SpecificRecord>> topics(Topics topics) {
        return List.of(topics.incidents(), topics.evidence(), topics.notifications(), topics.pages());
    }

    void add(SpecificRecord value) {
        switch (value) {
            case Incident incident -> incidents.put(incident.getIncidentId(), incident);
            case EvidenceEntry entry ->
                evidence.computeIfAbsent(entry.getIncidentId(), id -> new ArrayList<>())
                        .add(entry);
            case Notification page ->
                pages.computeIfAbsent(page.getIncidentId(), id -> new ArrayList<>())
                        .add(page);
            case PageOrder order -> orders.add(order.getPageId());
            default -> throw new IllegalStateException("not expected: " + value.getClass());
        }
    }

    Map<String, Integer> versions() {
        Map<String, Integer> versions = new HashMap<>();
        incidents.forEach((id, incident) -> versions.put(id, incident.getVersion()));
        return versions;
    }

    /** The same incidents, link by link the same evidence, and the same pages. */
    void assertSameAs(AlertingOutput other, String how) {
        assertThat(incidents).as(how).isEqualTo(other.incidents);
        assertThat(evidence).as(how).isEqualTo(other.evidence);
        assertThat(pages).as(how).isEqualTo(other.pages);
        assertThat(orders).as(how).containsExactlyInAnyOrderElementsOf(other.orders);
    }

    void assertIntact() {
        assertThat(incidents)
                .allSatisfy((id, incident) -> assertThat(EvidenceVerifier.verify(incident, evidence.get(id))
                                .isIntact())
                        .isTrue());
    }
}
