package io.phiwatch.drills.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.drills.attack.Attack;
import io.phiwatch.schema.Surface;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScorecardTest {
    private static final Instant FIRST = Instant.parse("2026-11-20T09:30:00Z");
    private static final Attack BULK_READ = attack("bulk-read", "phi-bulk-read", "mchen");
    private static final Attack LEAK = attack("phi-in-url", "phi-in-url", null);

    @Test
    void incidentOfTheExpectedRuleAndActorDetectsTheAttack() {
        // Given
        ObservedIncident incident = incident("i-1", "mchen", "phi-bulk-read", 65);

        // When
        Scorecard card = Scorecard.of(List.of(BULK_READ), List.of(incident));

        // Then
        assertThat(card.isPassed()).isTrue();
        assertThat(card.results().getFirst().incident()).contains(incident);
        assertThat(card.results().getFirst().timeToDetect()).contains(Duration.ofSeconds(65));
    }

    @Test
    void incidentOfAnotherActorIsFalseAndTheAttackMissed() {
        // When
        Scorecard card = Scorecard.of(List.of(BULK_READ), List.of(incident("i-1", "someone", "phi-bulk-read", 65)));

        // Then
        assertThat(card.isPassed()).isFalse();
        assertThat(card.detected()).isZero();
        assertThat(card.falseIncidents()).extracting(ObservedIncident::id).containsExactly("i-1");
    }

    @Test
    void incidentOfAnotherRuleIsFalse() {
        // When
        Scorecard card = Scorecard.of(
                List.of(BULK_READ),
                List.of(incident("i-1", "mchen", "phi-bulk-read", 65), incident("i-2", "mchen", "mfa-disabled", 70)));

        // Then
        assertThat(card.detected()).isEqualTo(1);
        assertThat(card.falseIncidents()).extracting(ObservedIncident::id).containsExactly("i-2");
        assertThat(card.isPassed()).isFalse();
    }

    @Test
    void leakOnARouteIsRecognisedByItsRuleAloneAndTheEarliestIncidentCounts() {
        // When
        Scorecard card = Scorecard.of(
                List.of(LEAK),
                List.of(incident("late", "/b", "phi-in-url", 90), incident("early", "/a", "phi-in-url", 3)));

        // Then
        assertThat(card.isPassed()).isTrue();
        assertThat(card.results().getFirst().incident().map(ObservedIncident::id))
                .contains("early");
        assertThat(card.results().getFirst().incidents()).hasSize(2);
    }

    @Test
    void jsonHoldsTheNumbersAndEachAttack() {
        // Given
        Scorecard card = Scorecard.of(
                List.of(BULK_READ, LEAK),
                List.of(incident("i-1", "mchen", "phi-bulk-read", 65), incident("i-2", "x", "other", 1)));

        // When
        JsonNode json = ScorecardJson.render(card);

        // Then
        assertThat(json.path("passed").asBoolean(true)).isFalse();
        assertThat(json.path("attacks").asInt()).isEqualTo(2);
        assertThat(json.path("detected").asInt()).isEqualTo(1);
        assertThat(json.path("missed").asInt()).isEqualTo(1);
        assertThat(json.path("false_incidents").asInt()).isEqualTo(1);
        assertThat(json.at("/results/0/time_to_detect_seconds").asDouble()).isEqualTo(65.0);
        assertThat(json.at("/results/0/incidents/0/id").asText()).isEqualTo("i-1");
        assertThat(json.at("/results/0/expected_rules/0").asText()).isEqualTo("phi-bulk-read");
        assertThat(json.at("/results/1/detected").asBoolean(true)).isFalse();
        assertThat(json.at("/results/1/time_to_detect_seconds").isNull()).isTrue();
        assertThat(json.at("/results/1/incidents").isEmpty()).isTrue();
        assertThat(json.at("/unexplained/0/id").asText()).isEqualTo("i-2");
    }

    @Test
    void textIsATable() {
        // Given
        Scorecard card = Scorecard.of(
                List.of(BULK_READ, LEAK),
                List.of(incident("i-1", "mchen", "phi-bulk-read", 65), incident("i-2", "x", "other", 1)));

        // When
        String text = ScorecardText.render(card);

        // Then
        assertThat(text).isEqualTo("""
                        attack      on      result    time to detect  incident
                        bulk-read   portal  detected  1m 5.0s         i-1
                        phi-in-url  portal  MISSED    -               -
                        false incident i-2 (other)
                        1 of 2 attacks detected, 1 false incident
                        """);
    }

    private static Attack attack(String name, String rule, @Nullable String login) {
        String kind = login == null ? Attack.ROUTE : Attack.ACTOR;
        return new Attack(name, Set.of(rule), kind, login, name, Surface.portal, FIRST, FIRST.plusSeconds(60));
    }

    private static ObservedIncident incident(String id, String entity, String rule, int afterSeconds) {
        return new ObservedIncident(id, "actor", entity, Set.of(rule), FIRST.plusSeconds(afterSeconds), FIRST, null);
    }
}
