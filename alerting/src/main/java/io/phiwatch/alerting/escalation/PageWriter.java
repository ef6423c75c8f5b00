package io.phiwatch.alerting.escalation;

import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.Escalation;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.PageAction;
import io.phiwatch.schema.PageOrder;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes orders and reports. Their ids derive from what they are about, so that a repeated one is known as such. */
final class PageWriter {
    private static final String PAGER = "pager";

    private PageWriter() {}

    /** A page of a step. */
    static PageOrder page(Notification facts, Escalation escalation, Receiver receiver, int incidents, Instant at) {
        String step = escalation.getRoute() + ':' + escalation.getNextStep();
        PageOrder.Builder order = order(facts, PageAction.page, receiver, at)
                .setPageId(id(facts, step, receiver))
                .setRoute(escalation.getRoute())
                .setStep(escalation.getNextStep())
                .setIncidents(incidents);
        Instant heldSince = escalation.getHeldSince();
        if (heldSince != null) {
            order.setHeldSince(heldSince);
        }
        return order.build();
    }

    /** A page that says how far a flood has grown. */
    static PageOrder growth(Notification facts, String route, Receiver receiver, int incidents, Instant at) {
        return order(facts, PageAction.page, receiver, at)
                .setPageId(id(facts, route + ":flood-" + incidents, receiver))
                .setRoute(route)
                .setStep(1)
                .setIncidents(incidents)
                .build();
    }

    /** Tells a sink that was paged what became of the incident. */
    static PageOrder followUp(Notification facts, PageAction action, String sink, Instant at) {
        Receiver all = new Receiver(sink, Optional.empty());
        return order(facts, action, all, at)
                .setPageId(id(facts, action.toString(), all))
                .setRoute("follow-up")
                .setStep(1)
                .build();
    }

    /**
     * What became of a page that no sink was asked to send.
     *
     * @param carrier incident whose page tells of this one, where there is one
     */
    static IncidentCommand report(
            Notification facts, Escalation escalation, Outcome outcome, @Nullable String carrier, Instant at) {
        Map<String, String> details = new java.util.TreeMap<>(Map.of(
                "notification_id",
                facts.getNotificationId(),
                "route",
                escalation.getRoute(),
                "step",
                Integer.toString(escalation.getNextStep()),
                "outcome",
                outcome.name(),
                "reason_code",
                outcome.reason()));
        if (carrier != null) {
            details.put("carrier", carrier);
        }
        return IncidentCommand.newBuilder()
                .setCommandId(String.join(
                        ":",
                        facts.getNotificationId(),
                        escalation.getRoute(),
                        Integer.toString(escalation.getNextStep()),
                        outcome.name(),
                        outcome.reason()))
                .setIncidentId(facts.getIncidentId())
                .setType(CommandType.page_result)
                .setActor(PAGER)
                .setRole("system")
                .setRequestedAt(at)
                .setDetails(details)
                .build();
    }

    /**
     * What became of a page.
     *
     * @param name held, grouped, uncovered or capped
     * @param reason code of the reason
     */
    record Outcome(String name, String reason) {
        static final Outcome GROUPED = new Outcome("grouped", "flood");
        static final Outcome UNCOVERED = new Outcome("uncovered", "nobody_on_call");
        static final Outcome CAPPED = new Outcome("capped", "pages_per_incident");

        static Outcome held(Hold hold) {
            return new Outcome("held", hold.code());
        }
    }

    private static PageOrder.Builder order(Notification facts, PageAction action, Receiver receiver, Instant at) {
        PageOrder.Builder order = PageOrder.newBuilder()
                .setAction(action)
                .setSink(receiver.sink())
                .setRequestedAt(at)
                .setNotification(facts);
        receiver.person().ifPresent(order::setRecipient);
        return order;
    }

    private static String id(Notification facts, String what, Receiver receiver) {
        return facts.getNotificationId()
                + ':'
                + what
                + ':'
                + receiver.sink()
                + receiver.person().map(person -> ':' + person).orElse("");
    }
}
