package io.phiwatch.ingest.adapter.reference;

import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Memory;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.PhiwatchSignature;
import io.phiwatch.ingest.adapter.ReferenceDraft;
import io.phiwatch.ingest.adapter.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads rows of reference tables, {@code {"table":…,"load":…,"replace":…,"rows":[…]}}: docs/adapters/reference.md. */
public final class ReferenceAdapter implements Adapter {
    private final @Nullable LoadedRows loaded;

    /** Without a memory: nothing is ended. */
    public ReferenceAdapter() {
        this(null);
    }

    private ReferenceAdapter(@Nullable LoadedRows loaded) {
        this.loaded = loaded;
    }

    @Override
    public String platform() {
        return "reference";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return PhiwatchSignature.isOn(delivery, source.secrets());
    }

    @Override
    public boolean repeats() {
        return false;
    }

    @Override
    public Adapter remembering(Memory memory) {
        return new ReferenceAdapter(new LoadedRows(memory));
    }

    @Override
    public void kept(Delivery delivery, Source source) {
        Optional<JsonNode> body = JsonPayload.parse(delivery.body());
        if (loaded != null && body.isPresent()) {
            TableColumns.named(text(body.get(), "table")).ifPresent(table -> loaded.remember(table, body.get()));
        }
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        Optional<JsonNode> body = JsonPayload.parse(delivery.body());
        if (body.isEmpty()) {
            return List.of(new Parsed.Rejected(Parsed.Reason.MALFORMED_JSON, null, delivery.body()));
        }
        Optional<TableColumns> table = TableColumns.named(text(body.get(), "table"));
        if (table.isEmpty() || !body.get().path("rows").isArray()) {
            return List.of(new Parsed.Rejected(Parsed.Reason.MISSING_FIELD, "table", delivery.body()));
        }
        List<Parsed> parsed = new ArrayList<>();
        for (JsonNode row : body.get().path("rows")) {
            parsed.addAll(rows(table.get(), row));
        }
        if (loaded != null && body.get().path("replace").asBoolean()) {
            for (JsonNode gone : loaded.gone(table.get(), body.get())) {
                for (ReferenceDraft draft : table.get().drafts(gone)) {
                    draft.validTo = delivery.received();
                    parsed.add(new Parsed.Reference(draft, JsonPayload.bytes(gone)));
                }
            }
        }
        return parsed;
    }

    private static List<Parsed> rows(TableColumns table, JsonNode row) {
        byte[] raw = JsonPayload.bytes(row);
        List<ReferenceDraft> drafts = table.drafts(row);
        return drafts.isEmpty()
                ? List.of(new Parsed.Rejected(Parsed.Reason.MISSING_FIELD, table.id(), raw))
                : drafts.stream()
                        .<Parsed>map(draft -> new Parsed.Reference(draft, raw))
                        .toList();
    }
}
