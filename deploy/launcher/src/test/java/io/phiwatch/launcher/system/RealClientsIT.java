package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Surface;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people run in front of one phiwatch, as it is: curl, rsyslog and nginx, each for a source of its own. Skipped where
 * they are not installed.
 */
final class RealClientsIT {
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    private static Path folder;

    private static final List<Process> STARTED = new ArrayList<>();
    private static Path accessLog;
    private static RunningPhiwatch phiwatch;

    @BeforeAll
    static void start() throws Exception {
        Programs.assume("openssl", "curl", "rsyslogd", "nginx");
        Programs.certificates(folder, "edge");
        accessLog = folder.resolve("access.log");
        Path config = Files.writeString(folder.resolve("phiwatch.yaml"), """
                ingest:
                  syslog:
                    - name: tls
                      port: 0
                      tls: {certificate: %1$s/server.pem, key: %1$s/server.key, client_authority: %1$s/ca.pem, clients_need_certificate: true}
                sources:
                  - {id: shop, platform: shopify, tenant: acme-health, surface: storefront, secrets: [shop-secret]}
                  - {id: drain, platform: nginx, tenant: acme-health, surface: storefront, secrets: [drain-token]}
                  - {id: web, platform: nginx, tenant: acme-health, surface: storefront, files: [%1$s/access.log]}
                  - id: edge
                    platform: nginx
                    tenant: acme-health
                    surface: storefront
                    peers: {certificates: [edge]}
                    syslog: {listener: tls, app_names: [edge-nginx]}
                """.formatted(folder));
        phiwatch = RunningPhiwatch.start(folder.resolve("data"), config);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        for (Process process : STARTED) {
            process.destroy();
            process.waitFor(20, TimeUnit.SECONDS);
            process.destroyForcibly();
        }
        if (phiwatch != null) {
            phiwatch.close();
        }
    }

    @Test
    void curlPostsSignedWebhooksAndHecEvents() throws Exception {
        // Given
        byte[] order = Payloads.bytes("{\"id\":820982911946154508,\"customer\":{\"id\":115310627314723954},"
                + "\"created_at\":\"" + Instant.now() + "\"}");
        Files.write(folder.resolve("order.json"), order);
        List<String> command =
                new ArrayList<>(List.of("curl", "-sS", "-w", " %{http_code}", "--data-binary", "@order.json"));
        Payloads.shopify(order, "orders/create", "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043", Instant.now())
                .forEach((name, value) -> command.addAll(List.of("-H", name + ": " + value)));
        command.add(phiwatch.ingest() + "/ingest/shop");

        // When
        String first = Programs.run(folder, command.toArray(String[]::new));
        String again = Programs.run(folder, command.toArray(String[]::new));
        Files.writeString(folder.resolve("order.json"), "{}");
        String forged = Programs.run(folder, command.toArray(String[]::new));
        String drained = Programs.run(
                folder,
                "curl",
                "-sS",
                "-H",
                "Authorization: Splunk drain-token",
                "-d",
                "{\"event\":\"192.0.2.7 - - [%s] \\\"GET /drained HTTP/1.1\\\" 200 5 \\\"-\\\" \\\"curl\\\"\"}"
                        .formatted(nginxTime()),
                phiwatch.ingest() + "/services/collector/event");

        // Then
        assertThat(first).isEqualTo("{\"accepted\":1,\"rejected\":0,\"duplicates\":0} 200");
        assertThat(again).isEqualTo("{\"accepted\":0,\"rejected\":0,\"duplicates\":1} 200");
        assertThat(forged).endsWith(" 401");
        assertThat(drained).isEqualTo("{\"text\":\"Success\",\"code\":0}");
        awaitEvents("drain", 1);
    }

    @Test
    void rsyslogForwardsOverTlsWithItsOwnCertificate() throws Exception {
        // Given
        Path log = Files.createFile(folder.resolve("edge.log"));
        Files.createDirectories(folder.resolve("spool"));
        Files.writeString(folder.resolve("rsyslog.conf"), """
                global(workDirectory="%1$s/spool" defaultNetstreamDriver="gtls" defaultNetstreamDriverCAFile="%1$s/ca.pem"
                  defaultNetstreamDriverCertFile="%1$s/edge.pem" defaultNetstreamDriverKeyFile="%1$s/edge.key")
                module(load="imfile")
                input(type="imfile" file="%1$s/edge.log" tag="edge-nginx")
                action(type="omfwd" target="127.0.0.1" port="%2$d" protocol="tcp" streamDriver="gtls" streamDriverMode="1"
                  streamDriverAuthMode="x509/name" streamDriverPermittedPeers="localhost" tcp_framing="octet-counted"
                  template="RSYSLOG_SyslogProtocol23Format" action.resumeRetryCount="-1" queue.type="linkedList")
                """.formatted(folder, phiwatch.port("syslog-tls")));
        STARTED.add(Programs.start(
                folder, "rsyslogd", "-n", "-f", folder + "/rsyslog.conf", "-i", folder + "/rsyslog.pid"));

        // When
        for (int i = 0; i < 50; i++) {
            Files.writeString(
                    log,
                    "192.0.2.%d - - [%s] \"GET /page-%d HTTP/1.1\" 200 5 \"-\" \"agent\"%n"
                            .formatted(i, nginxTime(), i),
                    StandardOpenOption.APPEND);
        }

        // Then
        awaitEvents("edge", 50);
        assertThat(events("edge").stream().map(AccessEvent::getEventId)).doesNotHaveDuplicates();
    }

    @Test
    void followsWhatNginxWritesThroughARotation() throws Exception {
        // Given
        int port = freePort();
        String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        Files.writeString(folder.resolve("nginx.conf"), """
                %3$s daemon off; pid %1$s/nginx.pid; error_log %1$s/error.log; worker_processes 1; events {}
                http { access_log %1$s/access.log combined; client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi; uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                  server { listen 127.0.0.1:%2$d; location / { return 204; } } }
                """.formatted(folder, port, user));
        STARTED.add(Programs.start(
                folder, "nginx", "-p", folder.toString(), "-c", folder + "/nginx.conf", "-e", folder + "/error.log"));
        String page = "http://127.0.0.1:" + port + "/page-[1-20]";
        Programs.run(folder, "curl", "-sS", "--retry", "20", "--retry-connrefused", "--retry-delay", "1", page);

        // When: as logrotate does it, with requests before nginx opens the new file
        Files.move(accessLog, folder.resolve("access.log.1"));
        Programs.run(folder, "curl", "-sS", page);
        String pid = Files.readString(folder.resolve("nginx.pid")).strip();
        Programs.run(folder, "kill", "-USR1", pid);
        phiwatch.await(SOON, "nginx opens the new log", () -> Files.exists(accessLog));
        Programs.run(folder, "curl", "-sS", page);

        // Then
        awaitEvents("web", 60);
        assertThat(events("web").stream().map(AccessEvent::getEventId)).doesNotHaveDuplicates();
        assertThat(Files.readString(folder.resolve("data/ingest/positions.json")))
                .contains("access.log");
    }

    private static void awaitEvents(String source, int count) {
        phiwatch.await(
                SOON, count + " events of " + source, () -> events(source).size() >= count);
        assertThat(events(source)).hasSize(count);
    }

    private static List<AccessEvent> events(String source) {
        return phiwatch.read(RunningPhiwatch.TOPICS.access(Surface.storefront)).stream()
                .filter(AccessEvent.class::isInstance)
                .map(AccessEvent.class::cast)
                .filter(event -> event.getSourceId().equals(source))
                .toList();
    }

    private static String nginxTime() {
        return DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
                .format(Instant.now().atOffset(ZoneOffset.UTC));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
