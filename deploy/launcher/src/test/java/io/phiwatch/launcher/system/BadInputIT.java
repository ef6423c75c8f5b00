package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.schema.DeadLetter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forged, broken, unknown or far too large meets its answer, and nothing crashes. */
final class BadInputIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static RunningPhiwatch phiwatch;

    @BeforeAll
    static void start() throws Exception {
        phiwatch = RunningPhiwatch.start(folder.resolve("data"), RunningPhiwatch.config(folder));
    }

    @AfterAll
    static void stop() {
        phiwatch.close();
    }

    @Test
    void refusesAForgedSignature() {
        byte[] body = Payloads.bytes("{\"id\":1}");
        Map<String, String> headers = Payloads.shopify(body, "orders/create", "w-1", Instant.now());

        assertThat(phiwatch.post("shop", Payloads.bytes("{\"id\":2}"), headers)).isEqualTo(401);
        assertThat(phiwatch.post("idp", body, Payloads.bearer("wrong"))).isEqualTo(401);
        assertThat(phiwatch.post("video", body, Map.of())).isEqualTo(401);
    }

    @Test
    void acceptsAndDeadLettersBrokenJsonFromAnAuthenticSource() {
        byte[] body = Payloads.bytes("{\"id\": oops");

        int status = phiwatch.post("shop", body, Payloads.shopify(body, "orders/create", "w-broken", Instant.now()));

        assertThat(status).isEqualTo(200);
        phiwatch.await(
                Duration.ofSeconds(20),
                "a dead letter",
                () -> !deadLetters("shop").isEmpty());
        DeadLetter letter = deadLetters("shop").getFirst();
        assertThat(letter.getReason()).isEqualToIgnoringCase("malformed_json");
        assertThat(letter.getSealedOffset()).isNotNull();
    }

    @Test
    void doesNotKnowAnUnknownSource() {
        assertThat(phiwatch.post("nobody", new byte[0], Map.of())).isEqualTo(404);
    }

    @Test
    void refusesAFiftyMegabyteBody() {
        assertThat(phiwatch.post("web", new byte[50 << 20], Payloads.bearer("web-secret")))
                .isEqualTo(413);
    }

    @Test
    void countsALineOfGarbageAsRejected() throws Exception {
        byte[] garbage = new byte[300];
        new Random(1).nextBytes(garbage);
        for (int i = 0; i < garbage.length; i++) {
            garbage[i] = garbage[i] == '\n' || garbage[i] == '\r' ? 1 : garbage[i];
        }

        String answer =
                phiwatch.answerOf("web", garbage, Payloads.bearer("web-secret")).body();

        assertThat(JSON.readTree(answer)).isEqualTo(JSON.readTree("{\"accepted\":0,\"rejected\":1,\"duplicates\":0}"));
    }

    @Test
    void isStillReadyAfterAllThat() {
        assertThat(phiwatch.text(phiwatch.ingest() + "/health/ready", Map.of())).isNotEmpty();
        byte[] login = Payloads.keycloak("ok", "LOGIN", "nurse-1", "acme-staff", Instant.now());
        assertThat(phiwatch.post("idp", login, Payloads.bearer("idp-secret"))).isEqualTo(200);
    }

    private static List<DeadLetter> deadLetters(String source) {
        return phiwatch.read(RunningPhiwatch.TOPICS.deadLetters()).stream()
                .filter(letter -> letter.getSourceId().equals(source))
                .toList();
    }
}
