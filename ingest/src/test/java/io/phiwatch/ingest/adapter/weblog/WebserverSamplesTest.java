package io.phiwatch.ingest.adapter.weblog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.io.IOException;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Reads recorded logs of web servers line by line, if the system property {@code phiwatch.samples} names their folder:
 * each line is an event with the facts that it tells, or stands in {@link #NOT_EVENTS} with its reason.
 */
final class WebserverSamplesTest {
    /** Lines that are no events, by file. */
    private static final Map<String, String> NOT_EVENTS = Map.of(
            "caddy/caddy-logs.log", "NOT_AN_EVENT=1",
            "nginx/elastic_nginxplus_status_1-40.jsonl", "NOT_AN_EVENT=40",
            // a line of a plug-in's own log
            "traefik/traefik_json.log", "MALFORMED_LINE=1");

    private static final List<String> FOLDERS = List.of("apache", "caddy", "cdn-lb", "misc", "nginx", "traefik", "waf");

    private static final Map<String, String> FIRST_LINES = Map.ofEntries(
            Map.entry(
                    "apache/apache-http-probing.log",
                    "2021-09-29T12:37:05Z read failure storefront 172.17.0.1 /src/scripture.php {method=GET, status=404}"),
            Map.entry(
                    "apache/apache2-logs.log",
                    "2020-06-08T06:49:01Z read failure storefront 93.43.209.58 / {method=GET, status=500}"),
            Map.entry(
                    "apache/elastic_apache_combined_1-2000.log",
                    "2015-05-17T10:05:03Z read success storefront 83.149.9.216 /presentations/{id}/images/kibana-search.png {method=GET, status=200}"),
            Map.entry(
                    "caddy/caddy-logs.log",
                    "2023-09-04T15:19:51.756Z read failure storefront 127.0.0.1 / {method=GET, status=000, host=127.0.0.1:8080}"),
            Map.entry(
                    "cdn-lb/aws-alb-logs.log",
                    "2023-04-26T12:22:55.463821Z read success storefront 192.168.1.10:44740 / {method=GET, status=200, host=www.example.com:80}"),
            Map.entry(
                    "misc/http-admin-interface-probing.log",
                    "2024-01-18T14:31:16Z read failure storefront 157.230.234.189 /{id}/index.php {method=GET, status=404}"),
            Map.entry(
                    "misc/http-dos-invalid-http-versions.log",
                    "2023-10-10T08:22:41Z read failure storefront 127.0.0.1 / {method=GET, status=400}"),
            Map.entry(
                    "misc/http-technology-probing.log",
                    "2026-04-01T10:00:00Z read failure storefront 10.0.0.1 /cgi-bin/videoconfiguration.cgi {method=GET, status=404}"),
            Map.entry(
                    "nginx/modsecurity-nginx.log",
                    "2021-11-18T08:34:27Z other failure storefront 82.64.145.141 / {method=GET, host=foobar.com, level=info, error=modsecurity, security_rule=930100}"),
            Map.entry(
                    "nginx/nginx-http-generic-bf.log",
                    "2021-09-30T09:23:53Z login failure storefront 127.0.0.1 / {method=GET, host=localhost, level=error, error=auth_failed}"),
            Map.entry(
                    "nginx/nginx-http-malformed.log",
                    "2023-07-29T17:26:06Z other failure storefront 1.2.3.4 {unreadable} {status=400}"),
            Map.entry(
                    "nginx/nginx-http-path-traversal.log",
                    "2021-09-29T15:29:58Z read failure storefront 127.0.0.1 /{id} {method=GET, status=404}"),
            Map.entry(
                    "nginx/nginx-http-sensitive-files.log",
                    "2021-09-30T07:58:05Z read failure storefront 127.0.0.1 /.bash_history {method=GET, status=404}"),
            Map.entry(
                    "nginx/nginx-http-sqli-probing.log",
                    "2021-09-30T09:11:54Z read failure storefront 127.0.0.1 /foo {method=GET, status=404}"),
            Map.entry(
                    "nginx/nginx-proxy-manager-logs.log",
                    "2022-01-24T16:51:02Z read failure storefront 1.2.3.4 /sdfdsf {method=GET, status=404, host=openresty.local}"),
            Map.entry(
                    "nginx/nginx_http-catch-npm.log",
                    "2024-02-10T20:23:32Z read success storefront 192.168.1.100 /SOGo/dav/{id}/Calendar/personal {method=REPORT, status=207, host=mx.example.org}"),
            Map.entry(
                    "nginx/nginx_http-logs.log",
                    "2020-01-04T07:25:02Z read failure storefront 192.168.1.1 /.well-known/acme-challenge/{id} {method=GET, status=404}"),
            Map.entry(
                    "nginx/nginx_req_limit_exceeded.log",
                    "2021-12-02T11:53:15Z other denied storefront ::1 / {method=GET, host=la03.d.sb, level=error, error=rate_limit}"),
            Map.entry(
                    "nginx/pfsense-rfc5424-nginx.log",
                    "2025-11-05T20:47:03Z other failure storefront fdfd:ace:ace:7::17a /{id} {method=GET, host=firewall.lan, level=error, error=not_found}"),
            Map.entry(
                    "traefik/traefik_clf.log",
                    "2021-12-08T09:16:05Z read success storefront 172.17.0.1 /scripts/cpshost.dll {method=GET, status=200}"),
            Map.entry(
                    "traefik/traefik_json.log",
                    "2021-12-08T14:02:43.587782192Z read success storefront 172.17.0.1 /594VAEoi.save {method=GET, status=200, host=test.docker.localhost}"),
            Map.entry(
                    "waf/modsecurity-logs.log",
                    "2021-09-30T13:27:06.009964Z other failure storefront ::1 / {host=localhost, level=error, error=modsecurity, security_rule=930100}"));

    private static final List<String> USERS = List.of(
            "apache2-logs.log login failure sss",
            "caddy-logs.log read success Bob",
            "nginx-http-generic-bf.log login failure foo",
            "nginx-http-generic-bf.log create denied test",
            "nginx-proxy-manager-logs.log login failure toto",
            "nginx-proxy-manager-logs.log login failure qsd",
            "nginx_http-logs.log read success user123");

    private static final Map<String, Long> PHI = Map.of("nginx_http-catch-npm.log url EMAIL", 1L);

    private Path samples;

    @BeforeEach
    void findSamples() {
        String folder = System.getProperty("phiwatch.samples", "");
        assumeFalse(folder.isBlank());
        samples = Path.of(folder, "webserver");
    }

    @Test
    void readsEveryLine() throws IOException {
        Map<String, String> rejected = new TreeMap<>();
        for (Path file : files()) {
            String reasons = parsed(file).stream()
                    .filter(Parsed.Rejected.class::isInstance)
                    .map(item -> ((Parsed.Rejected) item).reason())
                    .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()))
                    .entrySet()
                    .stream()
                    .map(Object::toString)
                    .collect(Collectors.joining(","));
            if (!reasons.isEmpty()) {
                rejected.put(samples.relativize(file).toString(), reasons);
            }
        }

        assertThat(rejected).isEqualTo(new TreeMap<>(NOT_EVENTS));
    }

    /** What every line of these files tells; who has no user is anonymous. */
    @Test
    void findsTimeClientAndMeaningOfEveryLine() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Path file : files()) {
            for (EventDraft draft : events(file)) {
                boolean timely = draft.time.isAfter(Instant.parse("2015-01-01T00:00:00Z"))
                        && draft.time.isBefore(Instant.parse("2027-01-01T00:00:00Z"));
                boolean client = draft.clientAddress != null || "tls".equals(draft.attributes.get("error"));
                boolean told = draft.attributes.containsKey("status")
                        || draft.attributes.containsKey("error")
                        // Traefik writes no status for requests that were broken off
                        || file.endsWith("traefik_clf.log");
                boolean actor = (draft.actor == null) == draft.actorKind.name().equals("anonymous");
                if (!timely || !client || !told || !actor || draft.objectId == null) {
                    faults.add(samples.relativize(file) + " " + draft.id);
                }
            }
        }

        assertThat(faults).isEmpty();
    }

    @Test
    void tellsWhatTheFirstLineOfEachFileSays() throws IOException {
        Map<String, String> told = new TreeMap<>();
        for (Path file : files()) {
            List<EventDraft> events = events(file);
            if (!events.isEmpty()) {
                told.put(samples.relativize(file).toString(), told(events.getFirst()));
            }
        }

        assertThat(told).containsExactlyInAnyOrderEntriesOf(FIRST_LINES);
    }

    @Test
    void namesTheUsersThatTheLogsName() throws IOException {
        List<String> users = new ArrayList<>();
        for (Path file : files()) {
            events(file).stream()
                    .filter(draft -> draft.actor != null)
                    .map(draft -> file.getFileName() + " " + draft.action + " " + draft.outcome + " "
                            + Objects.requireNonNull(draft.actor).reveal())
                    .distinct()
                    .forEach(users::add);
        }

        assertThat(users).containsExactlyInAnyOrderElementsOf(USERS);
    }

    /** Route parameters, referrers and log texts of the recordings hold no person's data but these. */
    @Test
    void findsThePhiThatTheLogsHold() throws IOException {
        PhiScanner scanner = new PhiScanner();
        Map<String, Long> found = new TreeMap<>();
        for (Path file : files()) {
            for (EventDraft draft : events(file)) {
                for (EventDraft.Scannable text : draft.texts) {
                    scanner.scan(text.field(), text.text().reveal())
                            .forEach(finding -> found.merge(
                                    file.getFileName() + " " + text.place() + " "
                                            + finding.type().name(),
                                    1L,
                                    Long::sum));
                }
            }
        }

        assertThat(found).isEqualTo(PHI);
    }

    private static String told(EventDraft draft) {
        return String.join(
                " ",
                draft.time.toString(),
                draft.action.name(),
                draft.outcome.name(),
                draft.surface == null ? "-" : draft.surface.name(),
                draft.clientAddress == null ? "-" : draft.clientAddress.reveal(),
                String.valueOf(draft.objectId),
                draft.attributes.toString());
    }

    private List<EventDraft> events(Path file) throws IOException {
        return parsed(file).stream()
                .filter(Parsed.Event.class::isInstance)
                .map(item -> ((Parsed.Event) item).draft())
                .toList();
    }

    private List<Parsed> parsed(Path file) throws IOException {
        Delivery delivery = new Delivery(Files.readAllBytes(file), Map.of(), Instant.EPOCH, "f");
        return WeblogAdapter.all(new PhiScanner())
                .filter(adapter -> adapter.platform().equals("nginx"))
                .findFirst()
                .orElseThrow()
                .parse(delivery, source());
    }

    private static Source source() {
        return new Source(
                "s",
                "nginx",
                "acme",
                Environment.production,
                Surface.storefront,
                List.of("secret"),
                Duration.ofMinutes(10),
                Map.of());
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : FOLDERS) {
            try (Stream<Path> found = Files.list(samples.resolve(folder))) {
                found.sorted().forEach(files::add);
            }
        }
        assertThat(files).hasSize(23).allMatch(file -> hasText(file));
        return files;
    }

    private static boolean hasText(Path file) {
        try {
            return !new String(Files.readAllBytes(file), StandardCharsets.UTF_8).isBlank();
        } catch (IOException e) {
            return false;
        }
    }
}
