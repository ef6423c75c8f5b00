package io.phiwatch.ingest.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.csp.CspReportAdapter;
import io.phiwatch.ingest.adapter.har.HarAdapter;
import io.phiwatch.ingest.destination.Trackers;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Reads recorded tracker calls and reports of browsers, if the system property {@code phiwatch.samples} names a folder
 * with them. They were recorded on landing pages: no person's data is in them.
 */
final class PageSamplesTest {
    private static final Instant RECEIVED = Instant.parse("2026-05-11T15:01:00Z");
    private static final PhiScanner SCANNER = new PhiScanner();

    private Path samples;

    @BeforeEach
    void findSamples() {
        String folder = System.getProperty("phiwatch.samples", "");
        assumeFalse(folder.isBlank());
        samples = Path.of(folder, "webserver");
    }

    @Test
    void readsEveryTrackerCall() throws IOException {
        HarAdapter adapter = new HarAdapter(SCANNER, Trackers.bundled());
        Set<String> unknownHosts = new TreeSet<>();
        Map<String, Long> vendors = new TreeMap<>();
        long calls = 0;
        for (Path file : files("trackers")) {
            byte[] body = Files.readAllBytes(file);
            JsonNode recorded = JsonPayload.parse(body).orElseThrow();
            List<EventDraft> drafts = events(adapter, body);

            assertThat(drafts).as("%s", file.getFileName()).hasSize(recorded.size());
            for (int i = 0; i < drafts.size(); i++) {
                assertToldAs(recorded.path(i), drafts.get(i));
                String vendor = drafts.get(i).attributes.get("tracker");
                if (vendor == null) {
                    unknownHosts.add(String.valueOf(drafts.get(i).destinationHost));
                } else {
                    vendors.merge(vendor, 1L, Long::sum);
                }
            }
            calls += drafts.size();
        }

        assertThat(calls).isEqualTo(174);
        assertThat(unknownHosts).isEmpty();
        assertThat(vendors)
                .containsEntry("meta-pixel", 15L)
                .containsEntry("linkedin-insight", 15L)
                .containsEntry("tiktok-pixel", 9L)
                .containsEntry("snap-pixel", 12L)
                .containsEntry("microsoft-uet", 4L)
                .containsEntry("google-analytics", 28L)
                .containsEntry("x-pixel", 4L);
    }

    private static void assertToldAs(JsonNode recorded, EventDraft draft) {
        String url = JsonPayload.text(recorded, "request", "url");
        assertThat(draft.time)
                .isEqualTo(JsonPayload.time(JsonPayload.text(recorded, "startedDateTime"))
                        .orElseThrow());
        assertThat(draft.action).isEqualTo(Action.transmit);
        assertThat(draft.actorKind).isEqualTo(ActorKind.anonymous);
        assertThat(draft.actionNative).isEqualTo(JsonPayload.text(recorded, "request", "method"));
        assertThat(url).contains("//" + draft.destinationHost);
        assertThat(draft.transportEncrypted).isEqualTo(url.startsWith("https:"));
        assertThat(draft.outcome.name())
                .isEqualTo(recorded.path("response").path("status").asInt() == 0 ? "failure" : "success");
        assertThat(draft.patients).isEmpty();
    }

    @Test
    void findsNoPersonInThem() throws IOException {
        HarAdapter adapter = new HarAdapter(SCANNER, Trackers.bundled());
        Map<String, Long> found = new TreeMap<>();
        for (Path file : files("trackers")) {
            for (EventDraft draft : events(adapter, Files.readAllBytes(file))) {
                draft.texts.forEach(text -> SCANNER.scan(
                                text.field(), text.text().reveal())
                        .forEach(finding -> found.merge(finding.type().name() + " in " + text.field(), 1L, Long::sum)));
            }
        }

        // Meta lists advertising accounts by numbers as long as those of cards, and some pass its check digit
        assertThat(found.keySet()).isSubsetOf("PAN in cas");
    }

    @Test
    void readsEveryReport() throws IOException {
        CspReportAdapter adapter = new CspReportAdapter(SCANNER, Trackers.bundled());
        Map<String, List<String>> told = new TreeMap<>();
        for (Path file : files("csp-reports")) {
            told.put(
                    file.getFileName().toString(),
                    events(adapter, Files.readAllBytes(file)).stream()
                            .map(draft -> draft.time + " " + draft.outcome + " " + draft.pageHost + " " + draft.objectId
                                    + " " + draft.destinationHost + " " + new TreeMap<>(draft.attributes))
                            .toList());
        }

        String card = "script-src-elem, disposition=report, host=integrations.miro.com}";
        String page = "2026-05-11T14:58:23.835Z success integrations.miro.com /asana-cards/miro-plugin.html ";
        assertThat(told)
                .isEqualTo(Map.of(
                        "csp_0.json",
                        List.of("2026-05-11T15:01:00Z success example.com / google.com {host=example.com}"),
                        "csp_1.json",
                        List.of("2026-05-11T15:01:00Z success example.com / google.com {host=example.com}"),
                        "csp_3.json",
                        List.of(
                                "2026-05-11T15:01:00Z success example.com / ads.example-tracker.com {host=example.com}"),
                        "report_api_csp_0.json",
                        List.of(
                                page + "null {blocked=inline, directive=" + card,
                                page + "static.miro-apps.com {directive=" + card,
                                page + "miro.com {directive=" + card),
                        "report_api_csp_1.json",
                        List.of("2026-05-11T15:01:00Z denied example.com / null"
                                + " {blocked=inline, disposition=enforce, host=example.com}")));
    }

    private static List<EventDraft> events(Adapter adapter, byte[] body) {
        Source source = new Source(
                "s",
                adapter.platform(),
                "acme",
                Environment.production,
                Surface.storefront,
                List.of("secret"),
                Duration.ofMinutes(10),
                Map.of());
        return adapter.parse(new Delivery(body, Map.of(), RECEIVED, "d"), source).stream()
                .map(item -> ((Parsed.Event) item).draft())
                .collect(Collectors.toList());
    }

    private List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(samples.resolve(folder))) {
            return files.sorted().toList();
        }
    }
}
