package io.phiwatch.launcher.fact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.PhiwatchSignature;
import io.phiwatch.launcher.Main;
import io.phiwatch.launcher.SystemClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class FactCommandsTest {
    private static final String SECRET = "a-secret-of-sixteen";

    @TempDir
    private Path folder;

    private final List<JsonNode> bodies = Collections.synchronizedList(new ArrayList<>());
    private final List<String> paths = Collections.synchronizedList(new ArrayList<>());
    private final StringWriter out = new StringWriter();
    private HttpServer ingest;

    /** Answers like an ingest, and takes nothing unsigned. */
    @BeforeEach
    void start() throws Exception {
        ingest = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ingest.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String signature = exchange.getRequestHeaders().getFirst(PhiwatchSignature.HEADER);
            Delivery delivery = new Delivery(
                    body,
                    Map.of(PhiwatchSignature.HEADER, signature),
                    SystemClock.get().instant(),
                    "d");
            boolean signed = PhiwatchSignature.isOn(delivery, List.of(SECRET));
            if (signed) {
                bodies.add(new ObjectMapper().readTree(body));
                paths.add(exchange.getRequestURI().getPath());
            }
            byte[] answer = "{\"accepted\":1,\"rejected\":0,\"duplicates\":0}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(signed ? 200 : 401, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        ingest.start();
        Files.writeString(folder.resolve("config.yaml"), """
                sources:
                  - {id: jobs, platform: fact, tenant: acme, secrets: [%1$s]}
                  - {id: tables, platform: reference, tenant: acme, secrets: [%1$s]}
                """.formatted(SECRET));
    }

    @AfterEach
    void stop() {
        ingest.stop(0);
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--config",
                folder.resolve("config.yaml").toString(),
                "--url",
                "http://127.0.0.1:" + ingest.getAddress().getPort()));
        CommandLine commands =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
        return commands.execute(all.toArray(String[]::new));
    }

    @Test
    void emitsASignedFact() {
        int exit = run(
                "emit", "restore-test", "--outcome", "failure", "--object", "orders-db", "--attribute", "backup=b7");

        assertThat(exit).isZero();
        assertThat(paths).containsExactly("/ingest/jobs");
        JsonNode fact = bodies.getFirst();
        assertThat(fact.path("kind").asText()).isEqualTo("restore-test");
        assertThat(fact.path("outcome").asText()).isEqualTo("failure");
        assertThat(fact.path("time").asText()).startsWith("2");
        assertThat(fact.at("/attributes/backup").asText()).isEqualTo("b7");
        assertThat(out.toString()).contains("1 accepted");
    }

    @Test
    void fingerprintsAFolder() throws Exception {
        // Given
        Path shop = Files.createDirectories(folder.resolve("shop"));
        Files.writeString(shop.resolve("composer.lock"), """
                {"packages": [{"name": "acme/pay", "version": "1.2.0", "dist": {"reference": "abc"}}], "packages-dev": []}
                """);
        Path plugin = Files.createDirectories(shop.resolve("wp-content/plugins/akismet"));
        Files.writeString(plugin.resolve("akismet.php"), "<?php\n/**\n * Plugin Name: A\n * Version: 5.3\n */");
        Files.createDirectories(shop.resolve("vendor")).resolve("x.php");
        Files.writeString(shop.resolve("vendor/x.php"), "passed over");
        Files.writeString(shop.resolve("index.php"), "");

        // When
        int exit = run("snapshot", shop.toString());

        // Then
        assertThat(exit).isZero();
        assertThat(bodies.getFirst().path("items"))
                .extracting(item -> item.path("type").asText()
                        + ' '
                        + item.path("id").asText()
                        + ' '
                        + item.path("version").asText())
                .containsExactly(
                        "package acme/pay 1.2.0", "plugin akismet 5.3", "file composer.lock ", "file index.php ");
        assertThat(bodies.getFirst().path("items").get(3).path("sha256").asText())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void loadsATableInBatchesAndEndsTheRestWithTheLast() throws Exception {
        StringBuilder csv = new StringBuilder("id,roles\n");
        for (int i = 0; i < 2_001; i++) {
            csv.append("s").append(i).append(",\"nurse;admin\"\n");
        }
        Path file = Files.writeString(folder.resolve("staff.csv"), csv);

        assertThat(run("reference", "load", "staff", file.toString(), "--replace"))
                .isZero();

        assertThat(bodies).extracting(body -> body.path("rows").size()).containsExactly(2_000, 1);
        assertThat(bodies).extracting(body -> body.path("replace").asBoolean()).containsExactly(false, true);
        assertThat(bodies)
                .extracting(body -> body.path("load").asText())
                .hasSize(2)
                .containsOnly(bodies.getFirst().path("load").asText());
        assertThat(bodies.getLast().path("rows").get(0).toString())
                .isEqualTo("{\"id\":\"s2000\",\"roles\":\"nurse;admin\"}");
    }

    @Test
    void saysWhichSourceIsMissing() throws Exception {
        Files.writeString(folder.resolve("config.yaml"), "sources: []");

        assertThat(run("emit", "backup")).isEqualTo(2);
        assertThat(out.toString()).contains("no source of platform fact");
    }
}
