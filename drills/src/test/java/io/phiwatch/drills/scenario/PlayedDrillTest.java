package io.phiwatch.drills.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.drills.Payloads;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.scenario.PlayedDrill.Stage;
import io.phiwatch.drills.source.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlayedDrillTest {
    private static final Instant START = Instant.parse("2026-09-14T14:00:00.250Z");
    private static final Population POPULATION = new Population(3);
    private static final Staff STAFF = POPULATION.staff().get(2);
    private static final Roles ROLES = Roles.draw(POPULATION, STAFF, new Draw(1));

    private static PlayedDrill played(String name, String script) {
        Drill drill = Drills.find(name).orElseThrow();
        Stage stage = new Stage(ROLES, (platform, environment) -> Optional.of("source-of-" + platform));
        return PlayedDrill.of(drill, drill.script(script).orElseThrow(), stage, START, new Draw(4));
    }

    @Test
    void fillsTheHolesOfEachPayload() {
        // When
        PlayedDrill played = played("login-brute-force", "keycloak");

        // Then
        JsonNode second = Payloads.json(played.deliveries().get(1));
        assertThat(second.path("time").asLong()).isEqualTo(START.plusSeconds(20).toEpochMilli());
        assertThat(second.path("details").path("username").asText()).isEqualTo(STAFF.login());
        assertThat(second.path("ipAddress").asText()).isEqualTo(ROLES.hosting());
        assertThat(second.path("id"))
                .isNotEqualTo(Payloads.json(played.deliveries().get(2)).path("id"));
        assertThat(played.deliveries())
                .hasSize(14)
                .allSatisfy(delivery -> assertThat(delivery.sourceId()).isEqualTo("source-of-keycloak"));
        assertThat(played.truths().getFirst().entity()).isEqualTo(STAFF.login());
        assertThat(played.end()).isEqualTo(START.plusSeconds(13 * 20));
    }

    @Test
    void everyPayloadIsOfAnotherPatientAndListsGoOn() {
        // When
        List<Delivery> exports = played("phi-bulk-export", "fhir").deliveries();

        // Then
        assertThat(exports.stream()
                        .flatMap(export -> Payloads.json(export).path("entity").valueStream())
                        .map(entity -> entity.path("what").path("reference").asText())
                        .distinct())
                .hasSize(400);
        assertThat(Payloads.json(exports.getFirst()).path("entity")).hasSize(120);
    }

    @Test
    void whatStandsThereBeforeIsNoHistory() {
        // When
        PlayedDrill terminated = played("login-terminated", "okta");
        PlayedDrill travel = played("login-impossible-travel", "okta");

        // Then
        assertThat(terminated.history()).isEmpty();
        assertThat(terminated.deliveries().getFirst().at()).isEqualTo(START.minus(Duration.ofHours(1)));
        assertThat(travel.history()).hasSize(12);
    }

    @Test
    void fasterIsTheSameInLessTime() {
        // Given
        Script script =
                Drills.find("phi-bulk-read").orElseThrow().script("fhir").orElseThrow();

        // When
        Script faster = script.faster(10);

        // Then
        assertThat(faster.length()).isEqualTo(script.length().dividedBy(10));
        assertThat(faster.steps().getFirst().pace().times()).isEqualTo(30);
    }

    @Test
    void withoutASourceItIsNotPlayed() {
        // Given
        Drill drill = Drills.find("mfa-disabled").orElseThrow();
        Stage stage = new Stage(ROLES, (platform, environment) -> Optional.empty());

        // When / Then
        assertThatThrownBy(() -> PlayedDrill.of(drill, drill.scripts().getFirst(), stage, START, new Draw(1)))
                .hasMessage("no source for keycloak in production");
    }

    @Test
    void holesMayBeEncodedGivenOrDefault() throws Exception {
        // Given
        Scope scope = Scope.of(ROLES, new Draw(1), START).of(Map.of("what", "a ${staff.login}"), START, 0);

        // When / Then
        assertThat(scope.value("what|=other")).isEqualTo("a " + STAFF.login());
        assertThat(scope.value("missing|=other")).isEqualTo("other");
        assertThat(scope.value("url:=a b&c")).isEqualTo("a+b%26c");
        assertThat(new String(Base64.getDecoder().decode(scope.value("base64:=text")), StandardCharsets.UTF_8))
                .isEqualTo("text");
        assertThat(scope.value("hex:8:once")).isEqualTo(scope.value("hex:8:once"));
        assertThat(scope.value("time:sql")).isEqualTo("2026-09-14 14:00:00");
        assertThatThrownBy(() -> scope.value("nonsense")).hasMessage("nothing in a drill is called nonsense");
        assertThat(new ObjectMapper()
                        .readTree("{\"a\":" + scope.value("time:millis") + "}")
                        .path("a")
                        .asLong())
                .isEqualTo(START.toEpochMilli());
    }

    @Test
    void namesAreUnique() {
        assertThat(Drills.all()).extracting(Drill::name).doesNotHaveDuplicates();
        assertThat(Drills.names()).hasSameSizeAs(Drills.all());
    }
}
