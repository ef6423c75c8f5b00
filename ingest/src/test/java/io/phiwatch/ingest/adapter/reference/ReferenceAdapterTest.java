package io.phiwatch.ingest.adapter.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.HeldMemory;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.PhiwatchSignature;
import io.phiwatch.ingest.adapter.ReferenceDraft;
import io.phiwatch.ingest.adapter.ReferenceDraft.Cell;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.ReferenceTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReferenceAdapterTest extends AdapterContract {
    private static final String STAFF = """
            {"table": "staff", "rows": [{"id": "%2$s", "aliases": "jd;%4$s", "name": "Jo Doe %3$s", "roles": "nurse;admin",
             "employed_from": "2026-01-01", "patient": "%1$s", "badge": "B7"}]}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String PATIENTS = """
            {"table": "patients", "rows": [{"id": "%4$s", "aliases": ["%2$s"], "state": "CA", "flags": "vip",
             "household": "%1$s", "remark": "%3$s"}]}
            """.formatted(SSN, EMAIL, PHONE, PERSON);

    @Override
    protected Adapter adapter() {
        return new ReferenceAdapter();
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(
                body, Map.of(PhiwatchSignature.HEADER, PhiwatchSignature.of(secret, RECEIVED, body)), RECEIVED, "d");
    }

    @Override
    protected List<String> payloads() {
        return List.of(STAFF, PATIENTS);
    }

    @Test
    void readsStaff() {
        ReferenceDraft row = rows(parse(STAFF)).getFirst();

        assertThat(row.table).isEqualTo(ReferenceTable.staff);
        assertThat(row.id).containsExactly(Cell.staff(EMAIL));
        assertThat(row.columns)
                .containsEntry("aliases", new Cell.Staff(List.of(Phi.of("jd"), Phi.of(PERSON))))
                .containsEntry("roles", Cell.clear("nurse;admin"))
                .containsEntry("patient", Cell.patient(SSN))
                .containsEntry("badge", Cell.clear("B7"));
        assertThat(row.validFrom).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(row.validTo).isNull();
    }

    @Test
    void keepsOfPatientsOnlyWhatHasAPurpose() {
        List<ReferenceDraft> rows = rows(parse(PATIENTS));

        assertThat(rows)
                .extracting(row -> row.table)
                .containsExactlyInAnyOrder(ReferenceTable.flags, ReferenceTable.jurisdictions);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.id).containsExactly(Cell.patient(PERSON));
            assertThat(row.columns).doesNotContainKey("remark").containsEntry("household", Cell.patient(SSN));
        });
    }

    @Test
    void rejectsRowsWithoutIdentityOrWithBadTimes() {
        assertThat(rejection(parse("{\"table\":\"vendors\",\"rows\":[{\"name\":\"x\"}]}")))
                .isEqualTo(Parsed.Reason.MISSING_FIELD);
        assertThat(rejection(parse("{\"table\":\"approvals\",\"rows\":[{\"id\":\"1\",\"valid_from\":\"soon\"}]}")))
                .isEqualTo(Parsed.Reason.MISSING_FIELD);
        assertThat(rejection(parse("{\"table\":\"secrets\",\"rows\":[]}"))).isEqualTo(Parsed.Reason.MISSING_FIELD);
    }

    @Test
    void endsWhatALoadInSeveralPartsDoesNotHave() {
        // Given
        Adapter adapter = adapter().remembering(new HeldMemory());
        load(adapter, "1", false, "a", "b", "c");

        // When
        List<ReferenceDraft> first = load(adapter, "2", false, "a");
        List<ReferenceDraft> last = load(adapter, "2", true, "c", "d");

        // Then
        assertThat(first).hasSize(1).allSatisfy(row -> assertThat(row.validTo).isNull());
        assertThat(last).hasSize(3);
        ReferenceDraft ended = last.getLast();
        assertThat(ended.id).containsExactly(Cell.clear("b"));
        assertThat(ended.validTo).isEqualTo(RECEIVED);
        assertThat(ended.columns).containsEntry("status", Cell.clear("ok"));
        assertThat(load(adapter, "3", true, "a", "c", "d")).hasSize(3);
    }

    private List<ReferenceDraft> load(Adapter adapter, String load, boolean replace, String... ids) {
        String rows = String.join(
                ",",
                List.of(ids).stream()
                        .map(id -> "{\"id\":\"" + id + "\",\"status\":\"ok\"}")
                        .toList());
        String body =
                "{\"table\":\"vendors\",\"load\":\"" + load + "\",\"replace\":" + replace + ",\"rows\":[" + rows + "]}";
        Delivery delivery = signed(body.getBytes(StandardCharsets.UTF_8), SECRET);
        List<Parsed> parsed = adapter.parse(delivery, source());
        adapter.kept(delivery, source());
        return rows(parsed);
    }

    private static List<ReferenceDraft> rows(List<Parsed> parsed) {
        return parsed.stream().map(item -> ((Parsed.Reference) item).draft()).toList();
    }
}
