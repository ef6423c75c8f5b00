package io.phiwatch.alerting.page;

import io.phiwatch.schema.Level;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.NotificationReason;
import io.phiwatch.schema.PageAction;
import io.phiwatch.schema.PageOrder;
import io.phiwatch.schema.Surface;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver is sent. Free of PHI by construction: it is made of the facts below and nothing else, and none of them
 * comes from an event. The title is that of a rule, not of the incident, which names whom it is about.
 *
 * @param pageId the same for every try: what the receiver may use to tell a repeated page
 * @param to whom it is for
 * @param step step of the escalation
 * @param incidents incidents that it tells of: more than one where a flood was summed up
 * @param heldSince since when it was held back; null where it was not
 * @param isResend whether it may have reached its receiver before
 * @param url page of the incident on the console, where its address is known
 * @param details what a containment is to do
 */
public record Page(
        String pageId,
        PageAction action,
        Facts facts,
        Addressee to,
        Step step,
        int incidents,
        @Nullable Instant heldSince,
        boolean isResend,
        @Nullable URI url,
        Map<String, String> details) {

    public Page {
        details = Map.copyOf(details);
    }

    /**
     * What is told of the incident.
     *
     * @param incidentId what the receiver may use to join the pages of one incident
     * @param title titles of the rules behind the incident
     * @param ruleAuthors authors of those rules
     * @param alerts alerts that it lists
     * @param patients largest number of distinct patients of one alert
     * @param isExercise whether it is an exercise
     */
    public record Facts(
            String incidentId,
            String notificationId,
            String tenant,
            Level level,
            String title,
            List<Surface> surfaces,
            List<String> ruleAuthors,
            NotificationReason reason,
            long alerts,
            long patients,
            @Nullable Instant openedAt,
            Instant requestedAt,
            boolean isExercise) {
        public Facts {
            surfaces = List.copyOf(surfaces);
            ruleAuthors = List.copyOf(ruleAuthors);
        }

        static Facts of(Notification notification) {
            return new Facts(
                    notification.getIncidentId(),
                    notification.getNotificationId(),
                    notification.getTenant(),
                    notification.getLevel(),
                    title(notification.getRuleTitles()),
                    notification.getSurfaces(),
                    notification.getRuleAuthors(),
                    notification.getReason(),
                    notification.getAlertsCount(),
                    notification.getPatientsCount(),
                    notification.getOpenedAt(),
                    notification.getRequestedAt(),
                    notification.getExerciseId() != null);
        }

        private static String title(List<String> rules) {
            if (rules.isEmpty()) {
                return "Incident";
            }
            return rules.size() == 1 ? rules.getFirst() : rules.getFirst() + " and " + (rules.size() - 1) + " more";
        }
    }

    /**
     * Whom it is for.
     *
     * @param name user name; null where it is for all behind the sink
     * @param contact how the sink knows them
     */
    public record Addressee(@Nullable String name, @Nullable String contact) {
        /** All behind the sink. */
        public static final Addressee ALL = new Addressee(null, null);

        /** The name; no address. */
        @Override
        public String toString() {
            return "Addressee[name=" + name + "]";
        }
    }

    /** Route and number of the step of the escalation. */
    public record Step(String route, int number) {}

    /** The page that an order asks for. */
    static Page of(PageOrder order, @Nullable URI consoleUrl, @Nullable String contact) {
        Facts facts = Facts.of(order.getNotification());
        return new Page(
                order.getPageId(),
                order.getAction(),
                facts,
                new Addressee(order.getRecipient(), contact),
                new Step(order.getRoute(), order.getStep()),
                order.getIncidents(),
                order.getHeldSince(),
                false,
                consoleUrl == null ? null : consoleUrl.resolve("/incidents/" + facts.incidentId()),
                order.getDetails());
    }

    /** The same, saying that it may have come before. */
    Page asResend() {
        return new Page(pageId, action, facts, to, step, incidents, heldSince, true, url, details);
    }
}
