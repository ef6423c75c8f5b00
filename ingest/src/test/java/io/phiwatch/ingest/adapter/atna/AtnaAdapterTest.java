package io.phiwatch.ingest.adapter.atna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AtnaAdapterTest extends AdapterContract {
    private static final String QUERY =
            Base64.getEncoder().encodeToString(("QPD|@PID.19^" + SSN).getBytes(StandardCharsets.UTF_8));
    private static final String MESSAGE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <AuditMessage>
              <EventIdentification EventActionCode="E" EventDateTime="2026-05-11T17:00:59.5+02:00" EventOutcomeIndicator="0">
                <EventID csd-code="110112" codeSystemName="DCM" originalText="Query"/>
                <EventTypeCode csd-code="ITI-47" codeSystemName="IHE Transactions" originalText="Query"/>
              </EventIdentification>
              <ActiveParticipant UserID="%2$s" UserName="%3$s" UserIsRequestor="true">
                <RoleIDCode csd-code="HCP" originalText="Healthcare Professional"/>
              </ActiveParticipant>
              <ActiveParticipant UserID="app|clinic" UserIsRequestor="false" NetworkAccessPointID="203.0.113.9">
                <RoleIDCode csd-code="110153" originalText="Source Role ID"/>
              </ActiveParticipant>
              <ActiveParticipant UserID="https://mpi.example.org/ws" UserIsRequestor="false" NetworkAccessPointID="10.0.0.1">
                <RoleIDCode csd-code="110152" originalText="Destination Role ID"/>
              </ActiveParticipant>
              <ParticipantObjectIdentification ParticipantObjectID="%4$s^^^MPI&amp;1.2.3&amp;ISO" ParticipantObjectTypeCode="1" ParticipantObjectTypeCodeRole="1">
                <ParticipantObjectIDTypeCode csd-code="2" originalText="Patient Number"/>
                <ParticipantObjectName>%2$s</ParticipantObjectName>
              </ParticipantObjectIdentification>
              <ParticipantObjectIdentification ParticipantObjectID="%1$s" ParticipantObjectTypeCode="2" ParticipantObjectTypeCodeRole="24">
                <ParticipantObjectIDTypeCode csd-code="ITI-47" originalText="Query"/>
                <ParticipantObjectQuery>%5$s</ParticipantObjectQuery>
              </ParticipantObjectIdentification>
            </AuditMessage>""".formatted(SSN, EMAIL, PHONE, PERSON, QUERY);
    private static final String SYSLOG = "<85>1 2026-05-11T15:00:59Z host app 1 IHE+RFC-3881 - \uFEFF" + MESSAGE;

    @TempDir
    Path folder;

    private Map<String, String> settings = Map.of();

    @Override
    protected Adapter adapter() {
        return new AtnaAdapter();
    }

    @Override
    protected Map<String, String> settings() {
        return settings;
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("Authorization", "Bearer " + secret), RECEIVED, "d-1");
    }

    @Override
    protected List<String> payloads() {
        return List.of(MESSAGE, SYSLOG, MESSAGE + "\n" + SYSLOG, MESSAGE.substring(MESSAGE.indexOf("<AuditMessage")));
    }

    private EventDraft of(String eventId, String rest) {
        return event("<AuditMessage><EventIdentification EventDateTime=\"2026-05-11T15:00:59Z\" "
                + "EventActionCode=\"E\" EventOutcomeIndicator=\"0\">" + eventId + "</EventIdentification>" + rest
                + "</AuditMessage>");
    }

    @Test
    void readsWhoSearchedForWhom() {
        for (String body : List.of(MESSAGE, SYSLOG)) {
            EventDraft draft = event(body);

            assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59.500Z"));
            assertThat(draft.action).isEqualTo(Action.search);
            assertThat(draft.actionNative).isEqualTo("110112/ITI-47");
            assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
            assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
            assertThat(draft.actorRoles).containsExactly("HCP");
            assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
            assertThat(draft.patients).containsExactly(Phi.of(PERSON + "^1.2.3"));
            assertThat(revealed(draft)).contains("body name " + EMAIL, "body query QPD|@PID.19^" + SSN);
        }
    }

    @Test
    void readsSeveralMessagesOfOneDelivery() {
        assertThat(parse(MESSAGE + MESSAGE + SYSLOG)).hasSize(3).allMatch(item -> item instanceof Parsed.Event);
    }

    @ParameterizedTest
    @CsvSource({
        "csd-code, originalText",
        "code, displayName",
    })
    void readsBothSpellings(String code, String name) {
        EventDraft draft = of(
                "<EventID %1$s=\"110114\"/><EventTypeCode %1$s=\"110123\" %2$s=\"Logout\"/>".formatted(code, name),
                "<ParticipantObjectIdentification ParticipantObjectID=\"1.2\" ParticipantObjectTypeCode=\"2\">"
                        + "<ParticipantObjectIDTypeCode %s=\"110180\" %s=\"Study Instance UID\"/>".formatted(code, name)
                        + "</ParticipantObjectIdentification>");

        assertThat(draft.action).isEqualTo(Action.logout);
        assertThat(draft.objectType).isEqualTo("study-instance-uid");
    }

    @Test
    void readsTheNamesThatOpenemrWritesForCodes() {
        assertThat(of("<EventID code=\"eventIDcode\" displayName=\"Login\"/>", "").action)
                .isEqualTo(Action.login);
        assertThat(of("<EventID code=\"eventIDcode\" displayName=\"Patient Record\"/>", "").actionNative)
                .isEqualTo("patient-record");
    }

    @ParameterizedTest
    @CsvSource({
        "A^^^MPI&1.2.3&ISO, '', A^1.2.3",
        "A^^^MPI&1.2.3&ISO, MPI, A",
        "A^^^MPI&1.2.3&ISO, 1.2.3, A",
        "A^^^MPI&1.2.3&ISO^PI~B^^^LAB&4.5&ISO, 4.5, B",
        "A^^^MPI&1.2.3&ISO^PI~B^^^LAB&4.5&ISO, 9.9, A^1.2.3",
        "A^^^MPI, '', A^MPI",
        "A, MPI, A",
    })
    void tellsIdsOfOneAuthorityFromThoseOfAnother(String id, String authority, String expected) {
        assertThat(PatientId.of(id, authority)).isEqualTo(expected);
    }

    @Test
    void knowsTheAuthorityWhoseIdsAreKnownElsewhere() {
        settings = Map.of("patient_authority", "1.2.3");

        assertThat(event(MESSAGE).patients).containsExactly(Phi.of(PERSON));
    }

    @ParameterizedTest
    @CsvSource({
        "ann, staff",
        "http://mpi.example.org/ws, service",
        "MESA|CLIENT, service",
        "/fhir/Patient, service",
        "HOST-1$, service",
        "unknown, service",
    })
    void tellsPeopleFromServices(String user, ActorKind expected) {
        EventDraft draft = of(
                "<EventID code=\"110112\"/>",
                "<ActiveParticipant UserID=\"" + user
                        + "\" UserIsRequestor=\"true\"><RoleIDCode code=\"110153\"/></ActiveParticipant>");

        assertThat(draft.actorKind).isEqualTo(expected);
    }

    @Test
    void takesTheRetrievalOfADocumentForAReadAndADenialForADenial() {
        EventDraft draft = event("<AuditMessage><EventIdentification EventDateTime=\"2026-05-11T15:00:59Z\" "
                + "EventActionCode=\"C\" EventOutcomeIndicator=\"8\"><EventID csd-code=\"110107\"/>"
                + "<EventTypeCode csd-code=\"ITI-43\"/><PurposeOfUse csd-code=\"ETREAT\"/>"
                + "<EventOutcomeDescription>Access denied by consent</EventOutcomeDescription>"
                + "</EventIdentification></AuditMessage>");

        assertThat(draft.action).isEqualTo(Action.read);
        assertThat(draft.outcome).isEqualTo(Outcome.denied);
        assertThat(draft.attributes).containsEntry("emergency", "true").containsEntry("purpose", "etreat");
    }

    @Test
    void takesTimesWithoutAnOffsetInTheZoneOfTheSource() {
        String local = MESSAGE.replace("17:00:59.5+02:00", "17:00:59");

        assertThat(event(local).time).isEqualTo(Instant.parse("2026-05-11T17:00:59Z"));
        settings = Map.of("zone", "America/New_York");
        assertThat(event(local).time).isEqualTo(Instant.parse("2026-05-11T21:00:59Z"));
    }

    @Test
    void readsTheEncodingThatTheDeclarationNames() {
        byte[] latin = MESSAGE.replace("UTF-8", "ISO-8859-1")
                .replace(PHONE, "J\u00f6rg")
                .replace("<ParticipantObjectName>" + EMAIL, "<ParticipantObjectName>J\u00f6rg")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(revealed(event(adapter().parse(signed(latin, SECRET), source()))))
                .contains("body name J\u00f6rg");
    }

    @Test
    void readsNoFileThroughAnEntity() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "TOP-SECRET");
        String body = MESSAGE.replace(
                        "<AuditMessage>",
                        "<!DOCTYPE AuditMessage [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><AuditMessage>")
                .replace("<ParticipantObjectName>", "<ParticipantObjectName>&x;");

        assertThat(rejection(parse(body))).isEqualTo(Parsed.Reason.MALFORMED_XML);
    }

    @Test
    void callsNobodyForADocumentType() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(200);
            String body = MESSAGE.replace(
                    "<AuditMessage>",
                    "<!DOCTYPE AuditMessage SYSTEM \"http://127.0.0.1:" + server.getLocalPort()
                            + "/x.dtd\"><AuditMessage>");

            assertThat(rejection(parse(body))).isEqualTo(Parsed.Reason.MALFORMED_XML);
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void expandsNoEntities() {
        String laughs = "<!DOCTYPE AuditMessage [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
        String body = MESSAGE.replace("<AuditMessage>", laughs + "<AuditMessage>")
                .replace("<ParticipantObjectName>", "<ParticipantObjectName>&b;");

        assertThat(rejection(parse(body))).isEqualTo(Parsed.Reason.MALFORMED_XML);
    }

    @Test
    void rejectsWhatIsNoMessage() {
        assertThat(rejection(parse("<Other/>"))).isEqualTo(Parsed.Reason.NOT_AN_EVENT);
        assertThat(rejection(parse("<85>1 - - - - - - text"))).isEqualTo(Parsed.Reason.MALFORMED_XML);
        assertThat(rejection(parse(MESSAGE.substring(0, 600)))).isEqualTo(Parsed.Reason.MALFORMED_XML);
        assertThat(rejection(parse(MESSAGE.replace("EventDateTime", "Time")))).isEqualTo(Parsed.Reason.MISSING_TIME);
        assertThat(rejection(parse("<AuditMessage>" + "<a>".repeat(60) + "</a>".repeat(60) + "</AuditMessage>")))
                .isEqualTo(Parsed.Reason.MALFORMED_XML);
    }
}
