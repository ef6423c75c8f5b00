package io.phiwatch.alerting.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.page.Sink.Delivered;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.NotificationReason;
import io.phiwatch.schema.Surface;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every sink must do. */
abstract class SinkContract {
    static final Page PAGE = new Page(
            "acme-0123456789abcdef-1-page-1",
            "acme-0123456789abcdef-1",
            "acme",
            Level.high,
            "Bulk patient read by nurse.kim",
            List.of(Surface.portal),
            List.of("Ada Lovelace"),
            NotificationReason.opened,
            Alerts.START,
            URI.create("https://console.example/incidents/acme-0123456789abcdef-1"));

    /** A sink whose receiver takes everything. */
    abstract Sink sink();

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
