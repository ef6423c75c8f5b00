package io.phiwatch.ingest.normalise;

import io.phiwatch.ingest.adapter.ReferenceDraft;
import io.phiwatch.ingest.adapter.ReferenceDraft.Cell;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.ingest.privacy.TokenKind;
import io.phiwatch.ingest.privacy.Tokens;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.ReferenceKey;
import io.phiwatch.schema.ReferenceRow;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rows of reference tables: their identifiers become what they become in events, so that both meet. */
final class References {
    private static final String LIST = ";";

    private final Tokens tokens;
    private final Actors actors;
    private final Outgoing outgoing;

    References(Tokens tokens, Actors actors, Outgoing outgoing) {
        this.tokens = tokens;
        this.actors = actors;
        this.outgoing = outgoing;
    }

    ReferenceRow row(ReferenceDraft draft, Source source, Instant received) {
        String tenant = source.tenant();
        TreeMap<String, String> columns = new TreeMap<>();
        draft.columns.forEach((name, cell) -> columns.put(outgoing.text(name), text(name, cell, tenant)));
        ReferenceRow.Builder row = ReferenceRow.newBuilder()
                .setTable(draft.table.name())
                .setTenant(tenant)
                .setId(draft.id.stream()
                        .map(cell -> text("", cell, tenant))
                        .collect(Collectors.joining(String.valueOf(ReferenceKey.SEPARATOR))))
                .setPart(draft.part)
                .setColumns(columns)
                .setRecordedAt(received)
                .setSourceId(source.id());
        if (draft.validFrom != null) {
            row.setValidFrom(draft.validFrom);
        }
        if (draft.validTo != null) {
            row.setValidTo(draft.validTo);
        }
        return row.build();
    }

    private String text(String name, Cell cell, String tenant) {
        return switch (cell) {
            case Cell.Clear clear -> outgoing.text(name, clear.text());
            case Cell.Staff staff -> joined(staff.names(), phi -> actors.idOf(ActorKind.staff, tenant, phi));
            case Cell.Patients patients -> joined(patients.ids(), phi -> tokens.of(TokenKind.PATIENT, tenant, phi));
        };
    }

    private static String joined(List<Phi<String>> identities, Function<Phi<String>, String> shown) {
        return identities.stream().map(shown).collect(Collectors.joining(LIST));
    }
}
