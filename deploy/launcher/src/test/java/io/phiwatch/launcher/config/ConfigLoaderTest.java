package io.phiwatch.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.phiwatch.alerting.escalation.PagePlan;
import io.phiwatch.alerting.page.SinkConfig;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.change.Snapshot;
import io.phiwatch.ingest.http.HttpConfig;
import io.phiwatch.ingest.intake.AllowedPeers;
import io.phiwatch.ingest.intake.Inlet;
import io.phiwatch.ingest.intake.Inlet.SyslogRoute;
import io.phiwatch.ingest.pull.Auth;
import io.phiwatch.ingest.pull.Poll;
import io.phiwatch.ingest.syslog.SyslogListener;
import io.phiwatch.ingest.tls.Tls;
import io.phiwatch.launcher.config.PhiwatchConfig.StaffPrivacy;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Surface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLoaderTest {
    @TempDir
    private Path folder;

    private final ConfigLoader loader = new ConfigLoader(Map.of("SHOP_SECRET", "s3cret"));

    @Test
    void hasADefaultForEveryKey() {
        PhiwatchConfig config = loader.load(Optional.empty(), Map.of());

        assertThat(config.ingest().port()).isEqualTo(8080);
        assertThat(config.console().port()).isEqualTo(8090);
        assertThat(config.ingest().limits().maxBodyBytes()).isEqualTo(8 << 20);
        assertThat(config.topicPrefix()).isEqualTo("phiwatch.");
        assertThat(config.staffPrivacy()).isEqualTo(StaffPrivacy.clear);
        assertThat(config.maxDelay()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.sources()).isEmpty();
        assertThat(config.rules().requireApproval()).isFalse();
        assertThat(config.rules().trustedKeys()).isEmpty();
    }

    @Test
    void readsTheReferenceFile() {
        Path reference = Path.of(System.getProperty("phiwatch.root"), "config", "reference.yaml");
        Map<String, String> secrets = Stream.of(
                        "SHOPIFY_SECRET",
                        "NGINX_TOKEN",
                        "ZOOM_SECRET",
                        "WEBHOOK_SECRET",
                        "SHOPIFY_ADMIN_TOKEN",
                        "PAGERDUTY_KEY",
                        "PAGERDUTY_WEBHOOK_SECRET",
                        "SLACK_WEBHOOK",
                        "SLACK_SIGNING_SECRET",
                        "TEAMS_WEBHOOK",
                        "SMTP_PASSWORD",
                        "HEARTBEAT_TOKEN",
                        "CONTAINMENT_SECRET",
                        "S3_KEY_ID",
                        "CARLA_TOKEN",
                        "WITNESS_SECRET",
                        "S3_SECRET")
                .collect(Collectors.toMap(Function.identity(), name -> "secret-of-" + name));
        ConfigLoader withSecrets = new ConfigLoader(secrets);

        PhiwatchConfig config = withSecrets.load(Optional.of(reference), Map.of());

        assertThat(config.sources()).isNotEmpty();
        assertThat(config.pages().sinks()).hasSize(7);
        assertThat(config.pulls())
                .isNotEmpty()
                .allSatisfy(pull -> assertThat(pull.faults()).isEmpty());
        assertThat(config.toString()).doesNotContain("secret-of-");
    }

    @Test
    void aPlainListOfSinksGetsEveryPage() throws Exception {
        PhiwatchConfig config = load("""
                pages:
                  - {kind: log}
                  - {kind: webhook, url: "https://pager.example/", secret: a-secret-of-16-or-more}
                """);

        assertThat(config.pages().sinks()).extracting(SinkConfig::name).containsExactly("log", "webhook-1");
        assertThat(config.pages().plan()).isEqualTo(PagePlan.toAll(List.of("log", "webhook-1"), Set.of("webhook-1")));
        assertThat(config.pages().heartbeat()).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithPagesAndRotationsEachWithItsPath() throws Exception {
        Path file = Files.writeString(folder.resolve("faulty.yaml"), """
                pages:
                  sinks:
                    - {kind: mail, name: mail, host: h, from: nobody, tos: [x]}
                    - {kind: webhook, name: hook, url: "ftp://x/", secret: short}
                  routes:
                    - name: urgent
                      levels: [terrible]
                      steps: [{sinks: [nowhere], users: [ghost], schedules: [none]}, {after: 5m}]
                  floods: {}
                oncall:
                  schedules:
                    - {name: primary, rotations: [{users: [ghost], start: monday, turn: 36h, zone: Mars/Base}]}
                maintenance:
                  - {name: db, from: tonight, until: "2026-12-01T00:00:00Z"}
                """);

        ConfigException fault =
                catchThrowableOfType(ConfigException.class, () -> loader.load(Optional.of(file), Map.of()));

        assertThat(fault.faults())
                .contains(
                        "pages.sinks[0].from: must be a mail address",
                        "pages.sinks[1].url: must be http or https",
                        "pages.routes[0].steps[0].sinks: there is no sink nowhere",
                        "pages.routes[0].steps[0].users: nobody is called ghost",
                        "pages.routes[0].steps[0].schedules: there is no schedule none",
                        "pages.routes[0].steps[1].sinks: must name somebody: sinks, users, schedules or roles",
                        "oncall.schedules[0].rotations[0].users: nobody is called ghost",
                        "oncall.schedules[0].rotations[0].start: must be a day such as 2026-01-05",
                        "oncall.schedules[0].rotations[0].turn: must be whole days, such as 1d or 7d",
                        "oncall.schedules[0].rotations[0].zone: must be a time zone such as America/New_York",
                        "maintenance[0].from: must be a time such as 2026-12-01T22:00:00Z")
                .anyMatch(text -> text.startsWith("pages.sinks[0].tos: unknown key"))
                .anyMatch(text -> text.startsWith("pages.floods: unknown key"))
                .anyMatch(text -> text.startsWith("pages.routes[0].levels: must be of"))
                .noneMatch(text -> text.contains("short"));
    }

    @Test
    void readsTheWaysIn() throws Exception {
        PhiwatchConfig config = load("""
                trusted_proxies: [10.0.0.0/8]
                ingest:
                  http:
                    tls: {certificate: c.pem, key: c.key, client_authority: ca.pem, clients_need_certificate: true}
                  max_body: 1MiB
                  max_inflated: 2MiB
                  max_in_flight: 4MiB
                  max_deliveries: 9
                  syslog:
                    - {name: tls, host: 0.0.0.0, port: 6514, tls: {certificate: c.pem, key: c.key}, max_message: 8KiB}
                sources:
                  - id: ehr
                    platform: nginx
                    tenant: acme
                    files: [/var/log/*.log]
                    files_from: end
                    syslog: {listener: tls, app_names: [audit], hostnames: [ehr-1]}
                    peers: {certificates: [ehr], addresses: [192.0.2.0/24]}
                """);

        Tls tls = new Tls(Path.of("c.pem"), Path.of("c.key"), Optional.of(Path.of("ca.pem")), true);
        assertThat(config.ingest())
                .isEqualTo(new HttpConfig(
                        "127.0.0.1",
                        8080,
                        new HttpConfig.Limits(1 << 20, 2 << 20, 4 << 20, 9),
                        Optional.of(tls),
                        List.of("10.0.0.0/8")));
        Tls plain = new Tls(Path.of("c.pem"), Path.of("c.key"), Optional.empty(), false);
        assertThat(config.syslog())
                .containsExactly(new SyslogListener("tls", "0.0.0.0", 6514, Optional.of(plain), 8 << 10, 512));
        assertThat(config.inlets())
                .containsEntry(
                        "ehr",
                        new Inlet(
                                new AllowedPeers(List.of("ehr"), List.of("192.0.2.0/24")),
                                Optional.of(new SyslogRoute("tls", List.of("audit"), List.of("ehr-1"))),
                                List.of("/var/log/*.log"),
                                true));
    }

    @Test
    void readsASourceWithItsSecret() throws Exception {
        PhiwatchConfig config = load("""
                sources:
                  - id: shop-main
                    platform: shopify
                    tenant: acme
                    surface: checkout
                    secrets: ["${SHOP_SECRET}"]
                    max_delay: 4h
                """);

        Source source = config.sources().getFirst();
        assertThat(source.secrets()).containsExactly("s3cret");
        assertThat(source.surface()).isEqualTo(Surface.checkout);
        assertThat(config.maxDelay()).isEqualTo(Duration.ofHours(4));
        assertThat(config.toString()).doesNotContain("s3cret");
    }

    @Test
    void readsHowASourceIsPolled() throws Exception {
        PhiwatchConfig config = load("""
                sources:
                  - id: okta
                    platform: okta
                    tenant: acme
                    receive:
                      poll:
                        url: "https://idp.example/api/v1/logs?since={since}"
                        every: 1m
                        auth: {basic: {user: u, password: p}}
                        page: {by: link}
                        id: uuid
                        time: published
                        overlap: 10m
                        snapshot: {object: user, created: grant, personal: true, to: adapter}
                        retry: {times: 2}
                """);

        assertThat(config.pulls()).singleElement().isInstanceOfSatisfying(Poll.class, poll -> {
            assertThat(poll.sourceId()).isEqualTo("okta");
            assertThat(poll.every()).isEqualTo(Duration.ofMinutes(1));
            assertThat(poll.request().auth()).isEqualTo(new Auth.Header("Authorization", "Basic dTpw"));
            assertThat(poll.paging()).isEqualTo(new Poll.Paging.Link());
            assertThat(poll.reading().id()).isEqualTo("uuid");
            assertThat(poll.reading().overlap()).isEqualTo(Duration.ofMinutes(10));
            assertThat(poll.snapshot())
                    .isEqualTo(new Snapshot("user", Action.grant, Action.update, Action.delete, Set.of(), true, true));
            assertThat(poll.retry().times()).isEqualTo(2);
        });
    }

    @Test
    void readsWhatTellsOfNetworksAndDestinations() throws Exception {
        PhiwatchConfig config = load("""
                geo: {asn_database: a.mmdb, network_databases: [b.mmdb, c.mmdb]}
                destinations: {first_party: [shop.example], processor: [zoom.us]}
                """);

        assertThat(config.geo().country()).isNull();
        assertThat(config.geo().asn()).isEqualTo(Path.of("a.mmdb"));
        assertThat(config.geo().networks()).containsExactly(Path.of("b.mmdb"), Path.of("c.mmdb"));
        assertThat(config.destinations())
                .containsOnly(
                        Map.entry("first_party", List.of("shop.example")), Map.entry("processor", List.of("zoom.us")));
    }

    @Test
    void reportsAllFaultsAtOnceWithTheirPaths() {
        ConfigException failure = catchThrowableOfType(ConfigException.class, () -> load("""
                ingest: {http: {prot: 1, port: 99999}}
                sources:
                  - {id: web, platform: nginx, tenant: acme, surface: shop, secrets: [x]}
                  - {id: web, tenant: acme, secrets: []}
                detector: {max_delay: 600000}
                rules: {require_approval: yes please}
                """));

        assertThat(failure.faults())
                .anySatisfy(fault -> assertThat(fault).isEqualTo("ingest.http.prot: unknown key, did you mean port?"))
                .anySatisfy(fault -> assertThat(fault).startsWith("ingest.http.port: must be a whole number"))
                .anySatisfy(fault -> assertThat(fault).startsWith("sources[0].surface: must be one of"))
                .anySatisfy(fault -> assertThat(fault).isEqualTo("sources[1].platform: is required"))
                .anySatisfy(fault -> assertThat(fault).startsWith("sources[1].secrets: at least one"))
                .anySatisfy(fault -> assertThat(fault).isEqualTo("sources[1].id: is used twice"))
                .anySatisfy(fault -> assertThat(fault).startsWith("detector.max_delay: must be a duration"))
                .anySatisfy(fault -> assertThat(fault).isEqualTo("rules.require_approval: must be true or false"));
    }

    @Test
    void namesAVariableThatIsNotThere() {
        ConfigException failure =
                catchThrowableOfType(ConfigException.class, () -> load("registry: {url: \"${REGISTRY}\"}"));

        assertThat(failure.faults()).containsExactly("registry.url: ${REGISTRY} is not there");
    }

    @Test
    void neverQuotesAFileThatItCannotRead() {
        ConfigException failure =
                catchThrowableOfType(ConfigException.class, () -> load("secret: [s3cret-in-the-file\n x: {"));

        assertThat(failure.faults())
                .singleElement()
                .asString()
                .contains("not readable as YAML")
                .doesNotContain("s3cret");
    }

    @Test
    void laysOverridesOverTheFile() throws Exception {
        Path file = Files.writeString(folder.resolve("c.yaml"), "ingest: {http: {port: 1}}");

        PhiwatchConfig config = loader.load(
                Optional.of(file),
                Map.of("ingest.http.port", "0", "kafka.bootstrap.servers", "b:9092", "kafka.embedded.port", "9093"));

        assertThat(config.ingest().port()).isZero();
        assertThat(config.kafka()).containsExactly(Map.entry("bootstrap.servers", "b:9092"));
        assertThat(config.embeddedPort()).isEqualTo(9093);
    }

    private PhiwatchConfig load(String yaml) throws Exception {
        return loader.load(Optional.of(Files.writeString(folder.resolve("config.yaml"), yaml)), Map.of());
    }
}
