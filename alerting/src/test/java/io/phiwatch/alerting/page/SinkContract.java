package io.phiwatch.alerting.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.page.Sink.Delivered;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.NotificationReason;
import io.phiwatch.schema.PageAction;
import io.phiwatch.schema.PageOrder;
import io.phiwatch.schema.Surface;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every sink must do. */
public abstract class SinkContract {
    protected static final String INCIDENT = "acme-0123456789abcdef-1";

    protected static final Page PAGE = Page.of(order().build(), URI.create("https://console.example/"), null);

    /** An order whose incident is about somebody whom no page may name. */
    protected static PageOrder.Builder order() {
        return PageOrder.newBuilder()
                .setPageId(INCIDENT + "-page-1:urgent:1:hook")
                .setAction(PageAction.page)
                .setSink("hook")
                .setRoute("urgent")
                .setStep(1)
                .setRequestedAt(Alerts.START)
                .setNotification(Notification.newBuilder()
                        .setNotificationId(INCIDENT + "-page-1")
                        .setIncidentId(INCIDENT)
                        .setReason(NotificationReason.opened)
                        .setTenant("acme")
                        .setLevel(Level.high)
                        .setTitle("Bulk patient read by " + CANARY)
                        .setRuleTitles(List.of("Bulk patient read"))
                        .setRuleAuthors(List.of("Ada Lovelace"))
                        .setSurfaces(List.of(Surface.portal))
                        .setAlertsCount(2)
                        .setPatientsCount(20)
                        .setOpenedAt(Alerts.START)
                        .setRequestedAt(Alerts.START)
                        .build());
    }

    /** What a page must never show: the title of an incident names whom it is about. */
    protected static final String CANARY = "Canaria Patientperson 529-48-2071";

    /** The page once more, after a try that may have arrived. */
    protected static Page resend() {
        return PAGE.asResend();
    }

    /** The page for one person. */
    protected static Page to(String person, String contact) {
        return Page.of(order().setRecipient(person).build(), null, contact);
    }

    /** A sink whose receiver takes everything. */
    protected abstract Sink sink();

    @Test
    void aPageIsDelivered() {
        assertThat(sink().send(PAGE)).isInstanceOf(Delivered.class);
    }

    @Test
    void aPageMayBeSentAgain() {
        // Given
        Sink sink = sink();
        sink.send(PAGE);
        // When
        Sink.Attempt again = sink.send(PAGE);
        // Then
        assertThat(again).isInstanceOf(Delivered.class);
    }

    @Test
    void theNameFitsMetricsAndGroups() {
        assertThat(sink().name()).matches("[a-z0-9-]{1,40}");
    }

    @Test
    void theCodeOfAnAttemptFitsEvidence() {
        assertThat(sink().send(PAGE).code()).matches("[a-z0-9_]{1,40}");
    }
}
