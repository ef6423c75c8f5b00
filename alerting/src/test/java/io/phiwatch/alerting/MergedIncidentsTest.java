package io.phiwatch.alerting;

import static io.phiwatch.alerting.Alerts.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.phiwatch.alerting.evidence.EvidenceVerifier;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentLink;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.NotificationReason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two incidents of two entities: merged, and linked. */
final class MergedIncidentsTest {
    private static final String KIM = incident("acme", "kim");
    private static final String LEE = incident("acme", "lee");
    private static final Instant LATER = START.plusSeconds(600);

    @TempDir
    private Path state;

    private AlertingDriver alerting;

    @BeforeEach
    void openTwo() {
        alerting = new AlertingDriver(state);
        alerting.alert(alert("kim", "k1", "bulk-read", Level.medium), START);
        alerting.alert(alert("lee", "l1", "bulk-read", Level.medium), START);
    }

    @AfterEach
    void close() {
        alerting.close();
    }

    @Test
    void oneTakesTheOtherInAndBothSayso() {
        // When
        merge("m1", KIM, LEE);
        // Then
        assertThat(kim().getStatus()).isEqualTo(IncidentStatus.closed);
        assertThat(kim().getMergedInto()).isEqualTo(LEE);
        assertThat(kim().getLastCommand().getCommandId()).isEqualTo("m1");
        assertThat(lee().getStatus()).isEqualTo(IncidentStatus.open);
        assertThat(lee().getMergedFrom()).containsExactly(KIM);
        assertChainsAreIntact();
    }

    @Test
    void whatIsNewInTheOneTakenInPagesForTheOther() {
        // Given
        merge("m1", KIM, LEE);
        alerting.command(Commands.of("a1", LEE, CommandType.acknowledge), LATER);
        // When
        alerting.alert(alert("kim", "k2", "bulk-read", Level.medium), LATER);
        alerting.alert(alert("kim", "k3", "mfa-off", Level.medium), LATER);
        alerting.alert(alert("kim", "k4", "mfa-off", Level.critical), LATER);
        // Then
        assertThat(alerting.incidents()).containsOnlyKeys(KIM, LEE);
        assertThat(kim().getAlerts()).hasSize(4);
        assertThat(reasons(KIM)).containsExactly(NotificationReason.opened);
        assertThat(reasons(LEE))
                .containsExactly(
                        NotificationReason.opened, NotificationReason.new_rule, NotificationReason.level_raised);
        assertThat(lee().getLevel()).isEqualTo(Level.critical);
        assertChainsAreIntact();
    }

    @Test
    void anAlertAfterTheOtherWasPutAwayOpensANewIncident() {
        // Given
        merge("m1", KIM, LEE);
        alerting.command(Commands.of("r1", LEE, CommandType.resolve), LATER);
        // When
        alerting.alert(alert("kim", "k2", "bulk-read", Level.medium), LATER);
        // Then
        String next = KIM.substring(0, KIM.length() - 1) + '2';
        assertThat(alerting.incidents().get(next).getStatus()).isEqualTo(IncidentStatus.open);
        assertThat(reasons(next)).containsExactly(NotificationReason.opened);
        assertThat(kim().getMergedInto()).isNull();
        assertThat(kim().getLinks()).extracting(IncidentLink::getKind).containsExactly("merged");
    }

    @Test
    void staysOpenWhereTheOtherIsPutAwayOrUnknown() {
        // Given
        alerting.command(Commands.of("r1", LEE, CommandType.resolve), LATER);
        // When
        merge("m1", KIM, LEE);
        merge("m2", KIM, incident("acme", "nobody"));
        // Then
        assertThat(kim().getStatus()).isEqualTo(IncidentStatus.open);
        assertThat(kim().getMergedInto()).isNull();
        assertThat(lee().getMergedFrom()).isEmpty();
    }

    @Test
    void isTakenOutAgainByReopeningIt() {
        // Given
        merge("m1", KIM, LEE);
        // When
        alerting.command(Commands.of("o1", KIM, CommandType.reopen), LATER);
        alerting.command(Commands.of("r1", LEE, CommandType.resolve), LATER);
        // Then
        assertThat(kim().getStatus()).isEqualTo(IncidentStatus.open);
        assertThat(kim().getMergedInto()).isNull();
        assertThat(reasons(KIM)).containsExactly(NotificationReason.opened, NotificationReason.reopened);
    }

    @Test
    void twoThatTakeEachOtherInAreNotBothPutAway() {
        // When
        merge("m1", KIM, LEE);
        merge("m2", LEE, KIM);
        // Then
        assertThat(List.of(kim().getStatus(), lee().getStatus())).contains(IncidentStatus.open);
        assertChainsAreIntact();
    }

    @Test
    void namesNoIncidentOfAnotherTenant() {
        // When
        merge("m1", KIM, incident("other", "lee"));
        String merge = kim().getLastCommand().getReason();
        alerting.command(link("l1", KIM, incident("acme-2", "lee")), LATER);
        // Then
        assertThat(merge).isEqualTo("wrong_tenant");
        assertThat(kim().getLastCommand().getReason()).isEqualTo("wrong_tenant");
        assertThat(kim().getLinks()).isEmpty();
    }

    @Test
    void whatAPersonLinksIsLinkedOnBothSides() {
        // When
        alerting.command(link("l1", KIM, LEE), LATER);
        // Then
        assertThat(kim().getLinks()).containsExactly(new IncidentLink(LEE, "manual", LATER));
        assertThat(lee().getLinks()).containsExactly(new IncidentLink(KIM, "manual", LATER));
        assertChainsAreIntact();
    }

    @Test
    void incidentsThatShareASessionLinkEachOtherOnce() {
        // When
        for (int i = 0; i < 3; i++) {
            alerting.alert(inSession("kim", "ks" + i), LATER.plusSeconds(i));
            alerting.alert(inSession("lee", "ls" + i), LATER.plusSeconds(i));
        }
        // Then
        assertThat(kim().getLinks())
                .extracting(IncidentLink::getIncidentId, IncidentLink::getKind)
                .containsExactly(tuple(LEE, "session"));
        assertThat(lee().getLinks()).extracting(IncidentLink::getIncidentId).containsExactly(KIM);
        assertThat(alerting.evidence(KIM))
                .filteredOn(entry -> entry.getType() == EvidenceType.command_accepted)
                .hasSize(1);
        assertChainsAreIntact();
    }

    @Test
    void incidentsOfOtherTenantsShareNothing() {
        // When
        alerting.alert(inSession("kim", "k2"), LATER);
        Alert.Builder stranger = inSession("lee", "l2")
                .setTenant("other")
                .setEntityKey(EntityKey.of("other", "actor", "lee").value());
        alerting.alert(stranger, LATER);
        // Then
        assertThat(kim().getLinks()).isEmpty();
    }

    private void merge(String commandId, String from, String into) {
        alerting.command(Commands.of(commandId, from, CommandType.merge).setDetails(Map.of("into", into)), LATER);
    }

    private static IncidentCommand.Builder link(String commandId, String incidentId, String other) {
        return Commands.of(commandId, incidentId, CommandType.link).setDetails(Map.of("other", other));
    }

    private void assertChainsAreIntact() {
        alerting.incidents()
                .forEach((id, incident) -> assertThat(EvidenceVerifier.verify(incident, alerting.evidence(id))
                                .isIntact())
                        .as(id)
                        .isTrue());
    }

    private List<NotificationReason> reasons(String incidentId) {
        return alerting.pages(incidentId).stream().map(Notification::getReason).toList();
    }

    private Incident kim() {
        return alerting.incidents().get(KIM);
    }

    private Incident lee() {
        return alerting.incidents().get(LEE);
    }

    private static Alert.Builder inSession(String actor, String alertId) {
        return alert(actor, alertId, "bulk-read", Level.medium).setTraces(Map.of("session.id", List.of("s-1")));
    }

    private static Alert.Builder alert(String actor, String alertId, String rule, Level level) {
        return Alerts.about("actor", actor, alertId, rule, level).setPlaybook("availability");
    }

    private static String incident(String tenant, String actor) {
        return EntityKey.of(tenant, "actor", actor).incidentId(1);
    }
}
