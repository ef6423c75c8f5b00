package io.phiwatch.ingest.adapter.mapped;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Lines;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads any JSON by the mapping file that the source names in {@code settings.mapping}: docs/adapters/json.md. A file
 * is read once, when its source is first asked for.
 */
public final class MappedAdapter implements Adapter {
    private static final String MAPPING = "mapping";

    private final Map<String, MappingReader.Result> mappings = new ConcurrentHashMap<>();

    @Override
    public String platform() {
        return "json";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return Signatures.isBearer(delivery, source.secrets());
    }

    /** Only events with a mapped {@code event.id} are known again. */
    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<String> faults(Source source) {
        if (!source.settings().containsKey(MAPPING)) {
            return List.of("settings.mapping: must name a mapping file");
        }
        return switch (mapping(source)) {
            case MappingReader.Result.Good good -> List.of();
            case MappingReader.Result.Bad bad ->
                bad.faults().stream().map(fault -> "settings.mapping: " + fault).toList();
        };
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        if (!(mapping(source) instanceof MappingReader.Result.Good good)) {
            // ingest does not start with such a source
            return List.of(new Parsed.Rejected(Reason.NOT_AN_EVENT, "settings.mapping", delivery.body()));
        }
        MappedEvents events = new MappedEvents(good.mapping());
        List<Parsed> parsed = new ArrayList<>();
        Optional<JsonNode> document = JsonPayload.parse(delivery.body());
        if (document.isPresent()) {
            addEvents(events, document.get(), delivery, parsed);
            return parsed;
        }
        for (Lines.Line line : Lines.of(delivery.body())) {
            Optional<JsonNode> json = JsonPayload.parse(line.raw());
            if (json.isPresent()) {
                addEvents(events, json.get(), delivery, parsed);
            } else {
                parsed.add(new Parsed.Rejected(Reason.MALFORMED_JSON, null, line.raw()));
            }
        }
        return parsed;
    }

    private static void addEvents(MappedEvents events, JsonNode document, Delivery delivery, List<Parsed> into) {
        Optional<List<JsonNode>> found = events.split(document);
        if (found.isEmpty()) {
            into.add(new Parsed.Rejected(Reason.NOT_AN_EVENT, "events", JsonPayload.bytes(document)));
        }
        for (JsonNode event : found.orElse(List.of())) {
            into.add(parse(events, event, delivery.id() + ':' + into.size()));
        }
    }

    private static Parsed parse(MappedEvents events, JsonNode event, String fallbackId) {
        byte[] raw = JsonPayload.bytes(event);
        Optional<Instant> time = events.time(event);
        if (!event.isObject() || time.isEmpty()) {
            return new Parsed.Rejected(event.isObject() ? Reason.MISSING_TIME : Reason.NOT_AN_EVENT, Mapping.TIME, raw);
        }
        EventDraft draft = events.draft(event, time.get(), fallbackId);
        return new Parsed.Event(draft, raw);
    }

    private MappingReader.Result mapping(Source source) {
        return mappings.computeIfAbsent(
                source.settings().getOrDefault(MAPPING, ""), file -> MappingReader.read(Path.of(file)));
    }
}
