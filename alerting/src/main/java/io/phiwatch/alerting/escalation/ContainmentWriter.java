package io.phiwatch.alerting.escalation;

import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.NotificationReason;
import io.phiwatch.schema.PageAction;
import io.phiwatch.schema.PageOrder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what an approved containment asks for. */
final class ContainmentWriter {
    private ContainmentWriter() {}

    /** Asks the customer's endpoint to carry it out. */
    static PageOrder order(IncidentCommand approval, Optional<Notification> facts, Instant at) {
        Map<String, String> details = approval.getDetails();
        return PageOrder.newBuilder()
                .setPageId("containment:" + id(approval))
                .setAction(PageAction.contain)
                .setSink(PagePlan.CONTAINMENT)
                .setRoute(PagePlan.CONTAINMENT)
                .setStep(1)
                .setRequestedAt(at)
                .setNotification(facts.orElseGet(() -> unpaged(approval, at)))
                .setDetails(Map.of(
                        "containment_id",
                        id(approval),
                        "measure",
                        details.getOrDefault("measure", ""),
                        "target",
                        details.getOrDefault("target", ""),
                        "approved_by",
                        approval.getActor()))
                .build();
    }

    /** Says that there is nobody to carry it out. */
    static IncidentCommand notSetUp(IncidentCommand approval, Instant at) {
        return IncidentCommand.newBuilder()
                .setCommandId("containment:" + id(approval))
                .setIncidentId(approval.getIncidentId())
                .setType(CommandType.containment_result)
                .setActor("pager")
                .setRole("system")
                .setRequestedAt(at)
                .setDetails(Map.of(
                        "containment_id", id(approval), "outcome", "failed", "reason_code", "containment_not_set_up"))
                .build();
    }

    private static String id(IncidentCommand approval) {
        return approval.getDetails().getOrDefault("containment_id", "");
    }

    /** Facts of an incident that paged nobody: its id says whose it is, the endpoint needs no more. */
    private static Notification unpaged(IncidentCommand approval, Instant at) {
        String key = EntityKey.ofIncident(approval.getIncidentId()).value();
        return Notification.newBuilder()
                .setNotificationId(approval.getIncidentId() + "-containment")
                .setIncidentId(approval.getIncidentId())
                .setReason(NotificationReason.other)
                .setTenant(key.substring(0, Math.max(0, key.lastIndexOf('-'))))
                .setLevel(Level.medium)
                .setTitle("Containment")
                .setSurfaces(List.of())
                .setRequestedAt(at)
                .build();
    }
}
