package io.phiwatch.ingest.adapter.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FhirAdapterTest extends AdapterContract {
    private static final String QUERY = Base64.getEncoder()
            .encodeToString(("GET https://fhir.example.org/Patient?ssn=" + SSN + "&email=" + EMAIL)
                    .getBytes(StandardCharsets.UTF_8));

    private static final String READ = """
            {"resourceType": "AuditEvent", "id": "a-1", "recorded": "2026-05-11T10:00:59.5-05:00", "outcome": "0",
             "text": {"div": "<div>narrative 519-86-4417</div>"},
             "type": {"system": "audit-event-type", "code": "rest"},
             "subtype": [{"system": "restful-interaction", "code": "read"}], "action": "R",
             "agent": [
               {"type": {"coding": [{"code": "110153"}]}, "requestor": false, "who": {"display": "server"},
                "network": {"address": "https://server.example.org/fhir", "type": "5"}},
               {"type": {"coding": [{"code": "110152"}]}, "requestor": false, "who": {"reference": "Device/d"},
                "network": {"address": "2001:db8::7", "type": "2"}},
               {"type": {"coding": [{"code": "IRCP"}]}, "requestor": true, "name": "%2$s",
                "who": {"reference": "Practitioner/p-9"}}],
             "entity": [
               {"type": {"code": "XrequestId"}, "what": {"identifier": {"value": "req-1"}}},
               {"type": {"code": "2"}, "role": {"code": "24"}, "query": "%5$s"},
               {"type": {"code": "2"}, "role": {"code": "4"}, "what": {"reference": "Observation/%4$s"}},
               {"type": {"code": "1"}, "role": {"code": "1"}, "name": "%2$s", "description": "call %3$s",
                "what": {"reference": "https://fhir.example.org/Patient/%4$s/_history/3"},
                "detail": [{"type": "mrn", "valueString": "00482913"}]}]}
            """.formatted(SSN, EMAIL, PHONE, PERSON, QUERY);

    @Override
    protected Adapter adapter() {
        return new FhirAdapter();
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("authorization", "Bearer " + secret), RECEIVED, "d-1");
    }

    @Override
    protected List<String> payloads() {
        String unnamed = READ.replace("\"id\": \"a-1\",", "");
        return List.of(
                READ,
                unnamed,
                "[" + READ + "," + unnamed + "," + unnamed + "]",
                "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" + READ + "},{\"resource\":" + unnamed + "}]}");
    }

    private EventDraft audit(String type, String subtype, String action, String more) {
        return event("""
                {"resourceType":"AuditEvent","recorded":"2026-05-11T10:00:59Z","type":{"code":"%s"},
                 "subtype":[{"code":"%s"}],"action":"%s"%s}""".formatted(type, subtype, action, more));
    }

    @Test
    void readsWhoReadWhoseRecord() {
        EventDraft draft = event(READ);

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59.500Z"));
        assertThat(draft.action).isEqualTo(Action.read);
        assertThat(draft.actionNative).isEqualTo("rest/read");
        assertThat(draft.surface).isEqualTo(Surface.portal);
        assertThat(draft.actor).isEqualTo(Phi.of("p-9"));
        assertThat(draft.actorRoles).containsExactly("IRCP");
        assertThat(draft.transaction).isEqualTo(Phi.of("req-1"));
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.clientAddress).isEqualTo(Phi.of("2001:db8::7"));
        assertThat(draft.patients).containsExactly(Phi.of(PERSON));
        assertThat(draft.objectType).isEqualTo("Observation");
        assertThat(draft.objectPerson).isEqualTo(Phi.of("Observation/" + PERSON));
        assertThat(revealed(draft))
                .anyMatch(text -> text.startsWith("body query GET") && text.contains(SSN))
                .contains("body mrn 00482913", "body description call " + PHONE)
                .noneMatch(text -> text.contains("narrative"));
    }

    @ParameterizedTest
    @CsvSource({
        "110114, 110122, E, login",
        "110114, 110123, E, logout",
        "110112, x, E, search",
        "110106, Disclosure, R, export",
        "110107, x, C, create",
        "rest, search-type, E, search",
        "rest, vread, R, read",
        "rest, patch, U, update",
        "rest, delete, D, delete",
        "110110, x, C, create",
        "110110, x, R, read",
        "110110, x, E, other",
        "110127, x, R, read",
    })
    void mapsCodesThenActions(String type, String subtype, String action, Action expected) {
        assertThat(audit(type, subtype, action, "").action).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, success", "4, failure", "8, failure", "12, failure"})
    void mapsOutcomes(String outcome, Outcome expected) {
        assertThat(audit("rest", "read", "R", ",\"outcome\":\"" + outcome + "\"").outcome)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "read, 110152, 110153",
        "create, 110153, 110152",
        "search-type, 110153, 110152",
        "delete, 110150, custodian",
    })
    void takesTheAddressOfTheClientWhoseRoleSwapsWithTheDirection(String interaction, String client, String server) {
        String agents = ",\"agent\":[" + machine(server, "10.0.0.1") + "," + machine(client, "203.0.113.9") + "]";

        assertThat(audit("rest", interaction, "E", agents).clientAddress).isEqualTo(Phi.of("203.0.113.9"));
    }

    @ParameterizedTest
    @CsvSource({"read, 110153", "create, 110152"})
    void takesNoServerForTheClient(String interaction, String server) {
        String agents = ",\"agent\":[" + machine(server, "10.0.0.1") + "]";

        assertThat(audit("rest", interaction, "E", agents).clientAddress).isNull();
    }

    private static String machine(String role, String address) {
        return "{\"type\":{\"coding\":[{\"code\":\"" + role + "\"}]},\"requestor\":false,"
                + "\"network\":{\"address\":\"" + address + "\",\"type\":\"2\"}}";
    }

    @Test
    void marksABrokenGlass() {
        String purpose = ",\"purposeOfEvent\":[{\"coding\":[{\"code\":\"BTG\"}]}]";

        assertThat(audit("rest", "read", "R", purpose).attributes)
                .containsEntry("emergency", "true")
                .containsEntry("purpose", "btg");
        assertThat(audit("110127", "x", "R", "").attributes).containsEntry("emergency", "true");
        assertThat(audit("rest", "read", "R", "").attributes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Access denied, denied", "403 Forbidden, denied", "disk full, failure"})
    void tellsDenialsFromOtherFailuresByTheWords(String words, Outcome expected) {
        assertThat(audit("rest", "read", "R", ",\"outcome\":\"8\",\"outcomeDesc\":\"" + words + "\"").outcome)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "MedicationRequest, create, prescribe",
        "MedicationRequest, update, update",
        "MedicationDispense, create, dispense",
        "Appointment, create, schedule",
        "Appointment, update, schedule",
        "Appointment, read, read",
        "Observation, create, create",
    })
    void knowsPrescriptionsAndAppointments(String kind, String interaction, Action expected) {
        String entity = ",\"entity\":[{\"role\":{\"code\":\"4\"},\"what\":{\"reference\":\"" + kind + "/1\"}}]";

        EventDraft draft = audit("rest", interaction, "E", entity);

        assertThat(draft.action).isEqualTo(expected);
        assertThat(draft.objectType).isEqualTo(kind);
    }

    @Test
    void knowsABulkExportByItsOperation() {
        String query =
                Base64.getEncoder().encodeToString("GET [base]/Group/7/$export".getBytes(StandardCharsets.UTF_8));

        EventDraft draft = audit("rest", "operation", "E", ",\"entity\":[{\"query\":\"" + query + "\"}]");

        assertThat(draft.action).isEqualTo(Action.export);
        assertThat(draft.recordsCount).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://Registry.example.org/in, registry.example.org, true",
        "marketing.example, marketing.example, ",
        "10.0.0.7, , ",
    })
    void saysWhereADisclosureWent(String network, String host, Boolean encrypted) {
        EventDraft draft = audit("110106", "Disclosure", "R", ",\"agent\":[" + machine("110152", network) + "]");

        assertThat(draft.destinationHost).isEqualTo(host);
        assertThat(draft.transportEncrypted).isEqualTo(encrypted);
    }

    @ParameterizedTest
    @CsvSource({"110133, disabled", "110134, enabled"})
    void saysThatTheAuditWasStoppedOrStarted(String subtype, String audit) {
        EventDraft draft = audit("110113", subtype, "E", "");

        assertThat(draft.action).isEqualTo(Action.configure);
        assertThat(draft.attributes).containsEntry("audit", audit);
    }

    @ParameterizedTest
    @CsvSource({
        "Practitioner/p-9, p-9, staff",
        "https://fhir.example.org/PractitionerRole/r-1/_history/2, r-1, staff",
        "Person/x, x, staff",
        "Patient/1, 1, patient",
        "RelatedPerson/r, RelatedPerson/r, patient",
        "Device/d, Device/d, service",
    })
    void callsPeopleByTheirPlainId(String reference, String id, ActorKind kind) {
        EventDraft draft = audit(
                "rest", "read", "R", ",\"agent\":[{\"requestor\":true,\"who\":{\"reference\":\"" + reference + "\"}}]");

        assertThat(draft.actor).isEqualTo(Phi.of(id));
        assertThat(draft.actorKind).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "GET https://fhir.example.org/Patient?family=Sm&_count=10, 2",
        "GET /Patient?given=Jo&name:contains=Smit*, 4",
        "QPD|IHE PDQ Query|4713|@PID.5.1^mei~@PID.8^F, 3",
        "<livingSubjectName><value><family> Xc</family></value></livingSubjectName>, 2",
        "GET /Patient?identifier=12345, ",
        "GET /Observation?code=8867-4, ",
    })
    void saysHowMuchOfANameSomebodySearchedBy(String query, String length) {
        String entity = ",\"entity\":[{\"role\":{\"code\":\"24\"},\"query\":\""
                + Base64.getEncoder().encodeToString(query.getBytes(StandardCharsets.UTF_8)) + "\"}]";

        assertThat(audit("rest", "search-type", "E", entity).attributes.get("name_length"))
                .isEqualTo(length);
    }

    @Test
    void readsLinesAndThePatientOfR5() {
        String line = "{\"resourceType\":\"AuditEvent\",\"recorded\":\"2026-05-11T10:00:59Z\","
                + "\"category\":[{\"coding\":[{\"code\":\"rest\"}]}],\"code\":{\"coding\":[{\"code\":\"read\"}]},"
                + "\"outcome\":{\"code\":{\"code\":\"success\"}},\"patient\":{\"reference\":\"Patient/7\"}}";

        List<Parsed> parsed = parse(line + "\n" + line);

        assertThat(parsed).hasSize(2);
        assertThat(((Parsed.Event) parsed.getLast()).draft().patients).containsExactly(Phi.of("7"));
    }

    @Test
    void countsPatientsOfAnExport() {
        String entities = ",\"entity\":[" + patient("1") + "," + patient("2") + "," + patient("2") + "]";

        EventDraft draft = audit("110106", "export", "R", entities);

        assertThat(draft.recordsCount).isEqualTo(3);
        assertThat(draft.patients).containsExactly(Phi.of("1"), Phi.of("2"));
    }

    private static String patient(String id) {
        return "{\"type\":{\"code\":\"1\"},\"role\":{\"code\":\"1\"},\"what\":{\"reference\":\"Patient/" + id + "\"}}";
    }

    @Test
    void tellsPatientsWhoLookAtThemselvesFromStaffAndMachines() {
        String self = ",\"agent\":[{\"requestor\":true,\"who\":{\"reference\":\"Patient/1\"}}]";
        String job =
                ",\"agent\":[{\"requestor\":false,\"type\":{\"coding\":[{\"code\":\"110150\"}]},\"altId\":\"6580\"}]";

        assertThat(audit("rest", "read", "R", self).actorKind).isEqualTo(ActorKind.patient);
        assertThat(audit("rest", "read", "R", self).actor).isEqualTo(Phi.of("1"));
        assertThat(audit("rest", "read", "R", job).actorKind).isEqualTo(ActorKind.service);
        assertThat(audit("rest", "read", "R", "").actorKind).isEqualTo(ActorKind.anonymous);
    }

    @Test
    void readsTheShapeOfDstu2() {
        EventDraft draft = event("""
                {"resourceType":"AuditEvent","event":{"type":{"code":"110114"},"subtype":[{"code":"110122"}],
                 "action":"E","dateTime":"2026-05-11T10:00:59Z","outcome":"8"},
                 "participant":[{"userId":{"value":"95"},"altId":"601847123","requestor":true,
                 "network":{"address":"127.0.0.1","type":"2"}}],
                 "object":[{"reference":{"reference":"Patient/4"},"type":{"code":"1"},"role":{"code":"1"}}]}""");

        assertThat(draft.action).isEqualTo(Action.login);
        assertThat(draft.outcome).isEqualTo(Outcome.failure);
        assertThat(draft.actor).isEqualTo(Phi.of("95"));
        assertThat(draft.clientAddress).isEqualTo(Phi.of("127.0.0.1"));
        assertThat(draft.patients).containsExactly(Phi.of("4"));
    }

    @Test
    void rejectsOtherResourcesAndEventsWithoutATime() {
        assertThat(rejection(parse("{\"resourceType\":\"Patient\"}"))).isEqualTo(Parsed.Reason.NOT_AN_EVENT);
        assertThat(rejection(parse("{\"resourceType\":\"AuditEvent\",\"recorded\":\"2026\"}")))
                .isEqualTo(Parsed.Reason.MISSING_TIME);
        assertThat(rejection(parse("{"))).isEqualTo(Parsed.Reason.MALFORMED_JSON);
    }
}
