package io.phiwatch.detector.event;

import io.phiwatch.detector.behavior.LoginFacts;
import io.phiwatch.detector.codec.Digests;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** A rule over single events that alerts by itself. Immutable. */
public final class SingleAlertRule {
    private final DetectionRule rule;
    private final EntityIdentity entity;

    public SingleAlertRule(DetectionRule rule, Fields<EnrichedEvent> fields) {
        this.rule = rule;
        this.entity = new EntityIdentity(rule.metadata().entity(), fields);
    }

    /** The alert about one event; the same event gives the same alert id. */
    public Alert alert(EnrichedEvent event, Instant detectedAt) {
        AccessEvent access = event.access();
        return RuleAlerts.about(rule.metadata(), access.getTenant(), entity.of(event))
                .setAlertId(Digests.idOf(rule.metadata().id(), access.getEventId()))
                .setRevision(1)
                .setState(AlertState.open)
                .setEnvironment(access.getEnvironment())
                .setSurfaces(List.of(access.getSurface()))
                .setFirstEventTime(access.getEventTime())
                .setLastEventTime(access.getEventTime())
                .setDetectedAt(detectedAt)
                .setHits(1)
                .setPatientsCount(patients(access))
                .setExplanation(explanation(event))
                .setEvents(List.of(event.ref()))
                .setTraces(EventTraces.of(access))
                .build();
    }

    private static long patients(AccessEvent event) {
        Long counted = event.getPatientsCount();
        return Math.max(new HashSet<>(event.getPatients()).size(), counted == null ? 0 : counted);
    }

    /** Only fields of closed vocabularies, numbers, and who it was. */
    private static String explanation(EnrichedEvent event) {
        AccessEvent access = event.access();
        StringBuilder text = new StringBuilder(access.getAction() + " (" + access.getOutcome() + ')');
        String actor = access.getActorId();
        text.append(" by ").append(actor == null ? "an unknown actor" : actor);
        text.append(" on ").append(access.getSurface());
        if (access.getClientCountry() != null) {
            text.append(" from ").append(access.getClientCountry());
        }
        if (access.getPhiCount() > 0) {
            text.append(", ")
                    .append(access.getPhiCount())
                    .append(" PHI values in ")
                    .append(joined(access));
        }
        LoginFacts login = event.login();
        if (login != null && login.distanceKm() != null && login.speedKmh() != null) {
            text.append(String.format(
                    Locale.ROOT,
                    ", at least %,.0f km and %,.0f km/h from the login before it (%,d earlier logins)",
                    login.distanceKm(),
                    login.speedKmh(),
                    login.count()));
        }
        return text.toString();
    }

    private static String joined(AccessEvent event) {
        return String.join(", ", event.getPhiPlaces()) + " (" + String.join(", ", event.getPhiTypes()) + ')';
    }
}
