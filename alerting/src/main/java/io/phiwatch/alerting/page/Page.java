package io.phiwatch.alerting.page;

import io.phiwatch.schema.Level;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.NotificationReason;
import io.phiwatch.schema.Surface;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person is sent. Free of PHI by construction: it is made from a notification, which has no field for a patient,
 * an event or free text.
 *
 * @param notificationId the same for every try: what the receiver may use to tell a repeated page
 * @param incidentId what the receiver may use to join the pages of one incident
 * @param ruleAuthors authors of the rules behind the incident
 * @param url page of the incident on the console, where its address is known
 */
public record Page(
        String notificationId,
        String incidentId,
        String tenant,
        Level level,
        String title,
        List<Surface> surfaces,
        List<String> ruleAuthors,
        NotificationReason reason,
        Instant requestedAt,
        @Nullable URI url) {

    public Page {
        surfaces = List.copyOf(surfaces);
        ruleAuthors = List.copyOf(ruleAuthors);
    }

    /** The page that a notification asks for. */
    static Page of(Notification notification, @Nullable URI consoleUrl) {
        return new Page(
                notification.getNotificationId(),
                notification.getIncidentId(),
                notification.getTenant(),
                notification.getLevel(),
                notification.getTitle(),
                notification.getSurfaces(),
                notification.getRuleAuthors(),
                notification.getReason(),
                notification.getRequestedAt(),
                consoleUrl == null ? null : consoleUrl.resolve("/incidents/" + notification.getIncidentId()));
    }
}
