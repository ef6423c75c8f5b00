package io.phiwatch.ingest.adapter.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.ReferenceDraft;
import io.phiwatch.ingest.adapter.ReferenceDraft.Cell;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.ReferenceTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CyclonedxAdapterTest extends AdapterContract {
    private static final String BILL = """
            {"bomFormat": "CycloneDX", "specVersion": "1.5",
             "metadata": {"timestamp": "2026-05-11T15:00:59Z", "component": {"name": "shop", "author": "%2$s"}},
             "components": [{"bom-ref": "c1", "type": "library", "group": "acme", "name": "pay", "version": "1.2.0",
               "purl": "pkg:composer/acme/pay@1.2.0", "author": "%2$s", "description": "%1$s %3$s",
               "components": [{"name": "inner", "version": "%4$s"}]}],
             "vulnerabilities": [{"id": "CVE-2026-1", "ratings": [{"severity": "high"}], "affects": [{"ref": "c1"}],
               "description": "%1$s"}]}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String AUDIT = """
            {"advisories": {"acme/pay": [{"advisoryId": "PKSA-1", "packageName": "acme/pay", "cve": "CVE-2024-50701",
             "title": "%2$s %4$s", "severity": "critical", "reportedAt": "2024-12-30 15:31:59"}]}, "abandoned": []}
            """.formatted(SSN, EMAIL, PHONE, PERSON);

    @Override
    protected Adapter adapter() {
        return new CyclonedxAdapter();
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("Authorization", "Bearer " + secret), RECEIVED, "d-1");
    }

    @Override
    protected List<String> payloads() {
        return List.of(BILL, AUDIT);
    }

    @Test
    void makesRowsOfComponentsAndEventsOfVulnerabilities() {
        List<Parsed> parsed = parse(BILL);

        List<EventDraft> events = parsed.stream()
                .filter(Parsed.Event.class::isInstance)
                .map(item -> ((Parsed.Event) item).draft())
                .toList();
        List<ReferenceDraft> rows = parsed.stream()
                .filter(Parsed.Reference.class::isInstance)
                .map(item -> ((Parsed.Reference) item).draft())
                .toList();
        assertThat(events)
                .extracting(draft -> draft.actionNative)
                .containsExactly("bill-of-materials", "vulnerable-component");
        assertThat(events.getFirst().time).isEqualTo(Instant.parse("2026-05-11T15:00:59Z"));
        assertThat(events.getFirst().objectId).isEqualTo("shop");
        EventDraft vulnerable = events.getLast();
        assertThat(vulnerable.action).isEqualTo(Action.other);
        assertThat(vulnerable.outcome).isEqualTo(Outcome.failure);
        assertThat(vulnerable.objectId).isEqualTo("pkg:composer/acme/pay");
        assertThat(vulnerable.attributes)
                .containsEntry("advisory", "CVE-2026-1")
                .containsEntry("severity", "high")
                .containsEntry("version", "1.2.0");
        assertThat(rows).allSatisfy(row -> assertThat(row.table).isEqualTo(ReferenceTable.dependencies));
        assertThat(rows)
                .extracting(row -> row.id)
                .containsExactly(List.of(Cell.clear("pkg:composer/acme/pay")), List.of(Cell.clear("inner")));
        assertThat(rows.getFirst().columns)
                .containsEntry("version", Cell.clear("1.2.0"))
                .containsEntry("vendor", Cell.clear("acme"));
        assertThat(rows.getLast().columns).doesNotContainKey("version");
    }

    @Test
    void readsWhatComposerAuditFound() {
        EventDraft draft = ((Parsed.Event) parse(AUDIT).getFirst()).draft();

        assertThat(draft.objectId).isEqualTo("acme/pay");
        assertThat(draft.time).isEqualTo(RECEIVED);
        assertThat(draft.attributes).containsEntry("advisory", "CVE-2024-50701").containsEntry("severity", "critical");
    }

    @Test
    void readsACleanAuditWhereTheObjectIsAnEmptyList() {
        assertThat(event(parse("{\"advisories\":[],\"abandoned\":[]}")).recordsCount)
                .isZero();
    }
}
