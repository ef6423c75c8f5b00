package io.phiwatch.ingest.normalise;

import static io.phiwatch.ingest.TestSource.SCANNER;
import static io.phiwatch.ingest.TestSource.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.destination.Destinations;
import io.phiwatch.ingest.destination.Trackers;
import io.phiwatch.ingest.device.UserAgents;
import io.phiwatch.ingest.geo.Countries;
import io.phiwatch.ingest.geo.NetworkKinds;
import io.phiwatch.ingest.geo.Networks;
import io.phiwatch.ingest.geo.SystemNumbers;
import io.phiwatch.ingest.privacy.Keysets;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.ingest.privacy.TokenKind;
import io.phiwatch.ingest.privacy.Tokens;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.DestinationRelation;
import io.phiwatch.schema.NetworkKind;
import io.phiwatch.schema.Surface;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NormaliserTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Countries COUNTRIES = Countries.bundled();
    private static final SystemNumbers SYSTEMS = SystemNumbers.bundled();
    private static final UserAgents AGENTS = new UserAgents();
    private static final Destinations DESTINATIONS =
            Destinations.of(Map.of("processor", List.of("pay.example")), Trackers.bundled());

    @TempDir
    private Path keys;

    private Tokens tokens;
    private EventDraft draft;

    @BeforeEach
    void open() {
        tokens = Keysets.open(keys, true).tokens();
        draft = new EventDraft("order-1", NOW, Action.read);
    }

    @Test
    void tokenisesEveryoneButStaff() {
        // Given
        draft.session = Phi.of("cookie-1");
        draft.userAgent = Phi.of("Mozilla/5.0");
        draft.patients.add(Phi.of("patient-7"));
        draft.objectPerson = Phi.of("patient-7");

        // When
        AccessEvent staff = normaliseAs(ActorKind.staff, "Dr.Who@clinic.example", StaffNames.CLEAR);
        AccessEvent patient = normaliseAs(ActorKind.patient, "patient-7", StaffNames.CLEAR);
        AccessEvent unknown = normaliseAs(ActorKind.anonymous, "patient-7", StaffNames.CLEAR);

        // Then
        assertThat(staff.getActorId()).isEqualTo("dr.who@clinic.example");
        assertThat(patient.getActorId()).startsWith("p1.").isEqualTo(unknown.getActorId());
        assertThat(patient.getPatients()).containsExactly(patient.getActorId());
        assertThat(patient.getObjectId()).isEqualTo(patient.getActorId());
        assertThat(staff.toString()).doesNotContain("cookie-1", "Mozilla", "patient-7");
    }

    @Test
    void tokenisesStaffWhereConfiguredAndWhereALoginNameLooksLikeAnIdentifier() {
        assertThat(normaliseAs(ActorKind.staff, "alice", StaffNames.TOKEN).getActorId())
                .startsWith("p1.");
        assertThat(normaliseAs(ActorKind.staff, "123-45-6789", StaffNames.CLEAR).getActorId())
                .startsWith("p1.");
        assertThat(normaliseAs(ActorKind.app, "inventory-sync", StaffNames.TOKEN)
                        .getActorId())
                .isEqualTo("inventory-sync");
        assertThat(normaliseAs(ActorKind.app, "jane@example.org", StaffNames.CLEAR)
                        .getActorId())
                .startsWith("p1.");
    }

    @Test
    void keepsWhatAnAddressTellsButNotTheAddress() {
        // Given
        draft.clientAddress = Phi.of("8.8.8.8");

        // When
        AccessEvent event = normalise(Map.of("dns", List.of("8.8.8.0/24")));
        draft.clientAddress = Phi.of("8.8.8.9");
        AccessEvent neighbour = normalise(Map.of());

        // Then
        assertThat(event.getClientCountry()).isEqualTo("US");
        assertThat(event.getClientZone()).isEqualTo("dns");
        assertThat(event.getClientAsn()).isEqualTo(15169);
        assertThat(event.getClientNetwork()).isEqualTo(NetworkKind.unknown);
        assertThat(neighbour.getClientPrefix()).isEqualTo(event.getClientPrefix());
        assertThat(neighbour.getClientIp()).isNotEqualTo(event.getClientIp());
        assertThat(event.toString()).doesNotContain("8.8.8");
    }

    @Test
    void tellsHostingByItsSystem() {
        draft.clientAddress = Phi.of("52.95.110.1");

        assertThat(normalise(Map.of()).getClientNetwork()).isEqualTo(NetworkKind.hosting);
    }

    @Test
    void theDeviceOutlivesAnUpdateOfTheBrowser() {
        // Given
        String agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                + " Chrome/%s.0.0.0 Safari/537.36";

        // When
        draft.userAgent = Phi.of(agent.formatted("120"));
        AccessEvent before = normalise(Map.of());
        draft.userAgent = Phi.of(agent.formatted("121"));
        AccessEvent after = normalise(Map.of());
        draft.userAgent = Phi.of("curl/8.5.0");
        AccessEvent other = normalise(Map.of());

        // Then
        assertThat(before.getClientAgent()).isEqualTo("chrome/windows");
        assertThat(after.getClientDevice()).startsWith("p1.").isEqualTo(before.getClientDevice());
        assertThat(other.getClientDevice()).isNotEqualTo(before.getClientDevice());
    }

    @Test
    void saysWhatADestinationIs() {
        // Given
        draft.destinationHost = "api.pay.example";
        AccessEvent processor = normalise(Map.of());
        draft.destinationHost = "www.google-analytics.com";

        // When
        AccessEvent tracker = normalise(Map.of());

        // Then
        assertThat(processor.getDestinationRelation()).isEqualTo(DestinationRelation.processor);
        assertThat(tracker.getDestinationRelation()).isEqualTo(DestinationRelation.third_party);
        assertThat(tracker.getDestinationHost()).isEqualTo("www.google-analytics.com");
    }

    @Test
    void aHostNameInPlaceOfAnAddressIsATokenOnly() {
        // Given
        draft.clientAddress = Phi.of("ws-12.clinic.example");

        // When
        AccessEvent event = normalise(Map.of());

        // Then
        assertThat(event.getClientIp()).startsWith("p1.");
        assertThat(event.getClientPrefix()).isNull();
        assertThat(event.getClientCountry()).isNull();
    }

    @Test
    void flagsAClockThatIsMoreThanFiveMinutesAhead() {
        // Given
        EventDraft justInTime = new EventDraft("a", NOW.plus(Duration.ofMinutes(5)), Action.read);
        EventDraft ahead = new EventDraft("b", NOW.plus(Duration.ofMinutes(5)).plusMillis(1), Action.read);

        // When
        AccessEvent kept = normaliser(Map.of(), StaffNames.CLEAR).normalise(justInTime, SOURCE, true, NOW);
        AccessEvent flagged = normaliser(Map.of(), StaffNames.CLEAR).normalise(ahead, SOURCE, true, NOW);

        // Then
        assertThat(kept.getClockSkew()).isFalse();
        assertThat(kept.getEventTime()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
        assertThat(flagged.getClockSkew()).isTrue();
        assertThat(flagged.getEventTime()).isEqualTo(NOW);
    }

    @Test
    void refusesATimeBefore1970() {
        EventDraft ancient = new EventDraft("a", Instant.MIN, Action.read);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> normaliser(Map.of(), StaffNames.CLEAR).normalise(ancient, SOURCE, false, NOW));
    }

    @Test
    void saysWhatPhiWasFoundAndWhereButNotTheValue() {
        // Given
        draft.texts.add(new EventDraft.Scannable("url", "q", Phi.of("/find?q=123-45-6789&m=jane@example.org")));
        draft.texts.add(new EventDraft.Scannable("referrer", "", Phi.of("nothing")));

        // When
        AccessEvent event = normalise(Map.of());

        // Then
        assertThat(event.getPhiTypes()).containsExactly("EMAIL", "US_SSN");
        assertThat(event.getPhiCount()).isEqualTo(2);
        assertThat(event.getPhiTier()).isEqualTo(2);
        assertThat(event.getPhiPlaces()).containsExactly("url");
        assertThat(event.toString()).doesNotContain("123-45-6789", "jane");
    }

    @Test
    void lastGateRedactsAndBoundsClearText() {
        // Given
        draft.objectId = "/orders/123-45-6789";
        draft.actionNative = "x".repeat(300);
        draft.actorRoles.add("jane@example.org");
        draft.destinationHost = "api.vendor.example";
        draft.attributes.put("route", "/orders/{id}");
        draft.attributes.put("note", "a".repeat(400) + "123-45-6789");

        // When
        AccessEvent event = normalise(Map.of());

        // Then
        assertThat(event.getObjectId()).isEqualTo("[redacted]");
        assertThat(event.getActionNative()).hasSize(256);
        assertThat(event.getActorRoles()).containsExactly("[redacted]");
        assertThat(event.getDestinationHost()).isEqualTo("api.vendor.example");
        assertThat(event.getAttributes()).isEqualTo(Map.of("route", "/orders/{id}", "note", "[redacted]"));
    }

    @Test
    void boundsPatientsAndSaysHowManyThereWere() {
        // Given
        for (int i = 0; i < Normaliser.MAX_PATIENTS + 1; i++) {
            draft.patients.add(Phi.of("p" + i));
        }

        // When
        AccessEvent event = normalise(Map.of());

        // Then
        assertThat(event.getPatients()).hasSize(Normaliser.MAX_PATIENTS);
        assertThat(event.getPatientsCount()).isEqualTo(Normaliser.MAX_PATIENTS + 1L);
    }

    @Test
    void eventIdsAreKeyedDigestsScopedBySource() {
        Normaliser normaliser = normaliser(Map.of(), StaffNames.CLEAR);

        String id = normaliser.eventId(SOURCE, "jane@example.org");

        assertThat(id).matches("[0-9a-f]{32}").isEqualTo(normaliser.eventId(SOURCE, "jane@example.org"));
        assertThat(normaliser.eventId(SOURCE, "john@example.org")).isNotEqualTo(id);
    }

    @Test
    void theSurfaceOfTheSourceStandsWhereTheDraftNamesNone() {
        assertThat(normalise(Map.of()).getSurface()).isEqualTo(Surface.portal);
        draft.surface = Surface.admin;
        assertThat(normalise(Map.of()).getSurface()).isEqualTo(Surface.admin);
    }

    @Test
    void clientTokensHaveTheirOwnKind() {
        draft.clientAddress = Phi.of("10.0.0.1");
        assertThat(normalise(Map.of()).getClientIp())
                .isEqualTo(tokens.of(TokenKind.IP, "acme", Phi.of("10.0.0.1")))
                .isNotEqualTo(tokens.of(TokenKind.SESSION, "acme", Phi.of("10.0.0.1")));
    }

    @Test
    void eventsOfOneRequestHaveATokenInCommon() {
        draft.transaction = Phi.of("req-1");
        draft.attributes.put("client", "portal");

        assertThat(normalise(Map.of()).getAttributes())
                .containsEntry("transaction", tokens.of(TokenKind.TRANSACTION, "acme", Phi.of("req-1")))
                .containsEntry("client", "portal");
    }

    private AccessEvent normaliseAs(ActorKind kind, String actor, StaffNames staff) {
        draft.actorKind = kind;
        draft.actor = Phi.of(actor);
        return normaliser(Map.of(), staff).normalise(draft, SOURCE, true, NOW);
    }

    private AccessEvent normalise(Map<String, List<String>> networks) {
        return normaliser(networks, StaffNames.CLEAR).normalise(draft, SOURCE, true, NOW);
    }

    private Normaliser normaliser(Map<String, List<String>> networks, StaffNames staff) {
        Enrichment enrichment = new Enrichment(
                Networks.of(networks), COUNTRIES, SYSTEMS, NetworkKinds.of(List.of()), AGENTS, DESTINATIONS);
        return new Normaliser(tokens, SCANNER, enrichment, staff);
    }
}
