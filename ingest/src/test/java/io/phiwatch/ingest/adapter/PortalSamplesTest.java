package io.phiwatch.ingest.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the adapters of portals, identity providers and telehealth make of each recorded payload, if the system property
 * {@code phiwatch.samples} names a folder of them. The expectations name no identity: who acted, whose data it was and
 * when is told by the place in the payload that holds it.
 */
final class PortalSamplesTest {
    private static final Instant RECEIVED = Instant.parse("2026-05-11T15:01:00Z");
    private static final List<String> FOLDERS = List.of("patient-portal", "telehealth");

    /** Folder or file, and why it holds no payload of these adapters. */
    private static final Map<String, String> NOT_OURS = Map.of(
            "patient-portal/SOURCES.md", "provenance",
            "telehealth/SOURCES.md", "provenance",
            "patient-portal/other-idp/", "identity providers without an adapter of their own",
            "telehealth/zoom/signature/", "vectors of signatures: the adapter's own tests",
            "telehealth/zoom/webhooks/endpoint.url_validation.json", "a handshake, answered and not recorded");

    /** By folder. */
    private static final Map<String, String> PLATFORMS = Map.of(
            "patient-portal/atna/", "atna",
            "patient-portal/auth0/", "auth0",
            "patient-portal/fhir-auditevent/", "fhir",
            "patient-portal/keycloak/", "keycloak",
            "patient-portal/okta/", "okta",
            "telehealth/livekit/", "livekit",
            "telehealth/zoom/", "zoom");

    @Test
    void makesOfEachPayloadWhatItSays() throws IOException {
        String folder = System.getProperty("phiwatch.samples", "");
        assumeFalse(folder.isBlank());
        Path samples = Path.of(folder);

        List<String> lines = new ArrayList<>();
        for (Path file : files(samples)) {
            String name = samples.relativize(file).toString();
            if (NOT_OURS.keySet().stream().noneMatch(name::startsWith)) {
                lines.addAll(lines(name, Files.readAllBytes(file)));
            }
        }

        assertThat(String.join("\n", lines)).isEqualTo(String.join("\n", expected()));
    }

    private static List<String> expected() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(PortalSamplesTest.class.getResourceAsStream("portal-samples.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static List<String> lines(String name, byte[] body) {
        Adapter adapter = adapter(name);
        List<String> lines = new ArrayList<>();
        for (byte[] payload : payloads(body)) {
            Map<String, String> headers = Map.of("x-zm-request-timestamp", "1778511660");
            for (Parsed item : adapter.parse(new Delivery(payload, headers, RECEIVED, name), source(adapter))) {
                lines.add(name + '#' + lines.size() + ' ' + describe(item));
            }
        }
        return lines;
    }

    /** Tests of detection rules keep logs as {@code {name, log}}. */
    private static List<byte[]> payloads(byte[] body) {
        JsonNode first = JsonPayload.parse(body).map(json -> json.path(0)).orElse(null);
        if (first == null || !first.has("log")) {
            return List.of(body);
        }
        return JsonItem.of(body).stream()
                .map(item -> JsonPayload.bytes(item.json().orElseThrow().path("log")))
                .toList();
    }

    private static String describe(Parsed item) {
        return switch (item) {
            case Parsed.Rejected no -> "rejected " + no.reason() + ' ' + no.field();
            case Parsed.Reference row -> "row of " + row.draft().table;
            case Parsed.Event event -> describe(event.draft(), new Leaves(event.raw()));
        };
    }

    private static String describe(EventDraft draft, Leaves leaves) {
        String patients = draft.patients.stream().map(leaves::holding).collect(Collectors.joining(","));
        String texts = draft.texts.stream()
                .map(text -> text.place() + ':' + text.field())
                .distinct()
                .collect(Collectors.joining(","));
        Map<String, String> facts = new TreeMap<>(draft.attributes);
        add(facts, "actor.mfa", draft.mfa);
        add(facts, "records.count", draft.recordsCount);
        add(facts, "bytes", draft.bytes);
        facts.computeIfPresent("client", (name, app) -> "*");
        add(
                facts,
                "destination.host",
                draft.destinationHost == null ? null : leaves.holding(Phi.of(draft.destinationHost)));
        add(facts, "transport.encrypted", draft.transportEncrypted);
        add(facts, "transaction", draft.transaction == null ? null : leaves.holding(draft.transaction));
        return "%s %s %s %s actor=%s time=%s client=%s session=%s object=%s:%s patients=[%s] texts=[%s] %s"
                .formatted(
                        draft.action,
                        draft.outcome,
                        draft.surface == null ? "-" : draft.surface,
                        draft.actorKind,
                        place(draft.actor, leaves),
                        leaves.at(draft.time),
                        place(draft.clientAddress, leaves),
                        place(draft.session, leaves),
                        draft.objectType,
                        place(draft.objectPerson, leaves),
                        patients,
                        texts,
                        facts);
    }

    private static void add(Map<String, String> facts, String name, Object value) {
        if (value != null) {
            facts.put(name, value.toString());
        }
    }

    private static String place(Phi<String> value, Leaves leaves) {
        return value == null ? "-" : leaves.holding(value);
    }

    private static Adapter adapter(String name) {
        String folder =
                PLATFORMS.keySet().stream().filter(name::startsWith).findFirst().orElseThrow();
        return Adapters.all().stream()
                .filter(adapter -> adapter.platform().equals(PLATFORMS.get(folder)))
                .findFirst()
                .orElseThrow();
    }

    private static Source source(Adapter adapter) {
        return new Source(
                "s",
                adapter.platform(),
                "acme",
                Environment.production,
                Surface.portal,
                List.of("secret"),
                Duration.ofMinutes(10),
                Map.of());
    }

    private static List<Path> files(Path samples) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : FOLDERS) {
            try (Stream<Path> found = Files.walk(samples.resolve(folder))) {
                found.filter(Files::isRegularFile).sorted().forEach(files::add);
            }
        }
        return files;
    }
}
