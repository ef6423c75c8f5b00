package io.phiwatch.ingest.adapter.sbom;

import static io.phiwatch.ingest.adapter.JsonPayload.at;
import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.ReferenceDraft;
import io.phiwatch.ingest.adapter.ReferenceDraft.Cell;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.ReferenceTable;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads CycloneDX bills of materials (1.3 to 1.7) and the output of {@code composer audit --format=json}: components
 * become rows, known vulnerabilities events. See docs/adapters/sbom.md.
 */
public final class CyclonedxAdapter implements Adapter {
    /** Names, versions and package URLs: no spaces, so no sentences. */
    private static final Pattern PLAIN = Pattern.compile("[\\w.@:/+~%?=&#\\-]{1,200}");

    private static final Pattern LONG_NUMBER =
            Pattern.compile("(?<![0-9a-f])\\d{9,}(?![0-9a-f])|\\d{3}-\\d{2,3}-\\d{4}");

    @Override
    public String platform() {
        return "cyclonedx";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return Signatures.isBearer(delivery, source.secrets());
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        Optional<JsonNode> body = JsonPayload.parse(delivery.body());
        if (body.isEmpty()) {
            return List.of(new Parsed.Rejected(Parsed.Reason.MALFORMED_JSON, null, delivery.body()));
        }
        if (text(body.get(), "bomFormat").equals("CycloneDX")) {
            return bill(body.get(), delivery);
        }
        if (body.get().has("advisories")) {
            return ComposerAudit.read(body.get(), delivery);
        }
        return List.of(new Parsed.Rejected(Parsed.Reason.NOT_AN_EVENT, "bomFormat", delivery.body()));
    }

    private static List<Parsed> bill(JsonNode bill, Delivery delivery) {
        List<Parsed> parsed = new ArrayList<>();
        // a bill need not tell its time, and a build that sends it has just made it
        EventDraft draft = new EventDraft(
                EventIds.of("bill", new String(delivery.body(), StandardCharsets.UTF_8)),
                JsonPayload.time(text(bill, "metadata", "timestamp")).orElse(delivery.received()),
                Action.other);
        draft.actionNative = "bill-of-materials";
        draft.surface = Surface.admin;
        draft.actorKind = ActorKind.service;
        draft.objectType = "application";
        draft.objectId = plain(text(bill, "metadata", "component", "name")).orElse(null);
        draft.recordsCount = (long) bill.path("components").size();
        parsed.add(new Parsed.Event(draft, delivery.body()));
        Map<String, JsonNode> byReference = new LinkedHashMap<>();
        collect(bill.path("components"), byReference);
        byReference.values().forEach(component -> parsed.add(row(component)));
        for (JsonNode vulnerability : bill.path("vulnerabilities")) {
            for (JsonNode affected : vulnerability.path("affects")) {
                JsonNode component = byReference.getOrDefault(text(affected, "ref"), affected);
                parsed.add(vulnerable(vulnerability, component, delivery));
            }
        }
        return parsed;
    }

    /** Components may hold components. */
    private static void collect(JsonNode components, Map<String, JsonNode> into) {
        for (JsonNode component : components) {
            if (!name(component).isEmpty()) {
                into.put(first(text(component, "bom-ref"), name(component)), component);
            }
            collect(component.path("components"), into);
        }
    }

    private static Parsed row(JsonNode component) {
        ReferenceDraft row = new ReferenceDraft(ReferenceTable.dependencies, "", Cell.clear(name(component)))
                .with("version", Cell.clear(plain(text(component, "version")).orElse("")))
                .with("purl", Cell.clear(plain(text(component, "purl")).orElse("")))
                .with("type", Cell.clear(plain(text(component, "type")).orElse("")))
                .with("vendor", Cell.clear(plain(text(component, "group")).orElse("")));
        return new Parsed.Reference(row, JsonPayload.bytes(component));
    }

    private static Parsed vulnerable(JsonNode vulnerability, JsonNode component, Delivery delivery) {
        Vulnerable vulnerable = new Vulnerable(
                plain(first(name(component), text(component, "ref"))).orElse("unknown"),
                plain(text(component, "version")).orElse(""),
                plain(text(vulnerability, "id")).orElse("unknown"),
                plain(text(at(vulnerability, "ratings").path(0), "severity")).orElse("unknown"));
        return new Parsed.Event(vulnerable.event(delivery), JsonPayload.bytes(vulnerability));
    }

    /** The package without its version: {@code pkg:composer/acme/pay}, or group and name. */
    private static String name(JsonNode component) {
        String purl = text(component, "purl").replaceFirst("[@?#].*$", "");
        String group = text(component, "group");
        String own = text(component, "name");
        return plain(first(purl, group.isEmpty() || own.isEmpty() ? own : group + '/' + own))
                .orElse("");
    }

    /** The text if it is a name, a version or a package URL; mail addresses and long numbers are none. */
    static Optional<String> plain(String text) {
        boolean named = text.startsWith("pkg:") || text.indexOf('@') <= 0;
        return PLAIN.matcher(text).matches()
                        && named
                        && !LONG_NUMBER.matcher(text).find()
                ? Optional.of(text)
                : Optional.empty();
    }
}
