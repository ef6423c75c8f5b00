package io.phiwatch.alerting.siem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.Alerts;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Surface;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OcsfDetectionFindingTest {
    private static final String CLASS = "detection_finding";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void everyRequiredAttributeIsThere() {
        // When
        JsonNode finding = finding(alert());
        // Then
        assertThat(finding.get("activity_id").intValue()).isEqualTo(1);
        assertThat(finding.get("category_uid").intValue()).isEqualTo(2);
        assertThat(finding.get("class_uid").intValue()).isEqualTo(2004);
        assertThat(finding.get("type_uid").intValue()).isEqualTo(200401);
        assertThat(finding.get("severity_id").intValue()).isEqualTo(4);
        assertThat(finding.get("time").longValue())
                .isEqualTo(Alerts.START.plusSeconds(61).toEpochMilli());
        assertThat(finding.at("/metadata/version").textValue()).isEqualTo("1.8.0");
        assertThat(finding.at("/metadata/product/name").textValue()).isEqualTo("phiwatch");
        assertThat(finding.at("/metadata/tenant_uid").textValue()).isEqualTo("acme");
        assertThat(finding.at("/metadata/profiles").isArray()).isTrue();
        assertThat(finding.at("/finding_info/uid").textValue()).isEqualTo("a1");
        assertThat(finding.at("/finding_info/analytic/type_id").intValue()).isEqualTo(1);
        assertThat(finding.at("/evidences/0/actor/user/name").textValue()).isEqualTo("nurse.kim");
    }

    @Test
    void theAuthorOfTheRuleIsNamed() {
        // When
        JsonNode finding = finding(alert().setRuleAuthor("Ada Lovelace").setRuleLicense("DRL-1.1"));
        // Then
        assertThat(finding.at("/unmapped/rule_author").textValue()).isEqualTo("Ada Lovelace");
        assertThat(finding.at("/unmapped/rule_license").textValue()).isEqualTo("DRL-1.1");
    }

    @ParameterizedTest
    @CsvSource({
        "1, open, 200401, 1, true",
        "1, ended, 200401, 99, true",
        "2, open, 200402, 2, true",
        "3, ended, 200403, 99, false",
        "4, superseded, 200403, 3, false"
    })
    void revisionsCreateUpdateAndClose(int revision, AlertState state, int type, int status, boolean isAlert) {
        // When
        JsonNode finding = finding(alert().setRevision(revision).setState(state));
        // Then
        assertThat(finding.get("type_uid").intValue()).isEqualTo(type);
        assertThat(finding.get("status_id").intValue()).isEqualTo(status);
        assertThat(finding.get("is_alert").booleanValue()).isEqualTo(isAlert);
    }

    @ParameterizedTest
    @CsvSource({"informational, 1", "low, 2", "medium, 3", "high, 4", "critical, 5"})
    void levelsBecomeSeverities(Level level, int severity) {
        assertThat(finding(alert().setLevel(level)).get("severity_id").intValue())
                .isEqualTo(severity);
    }

    @Test
    void moreHitsThanAnIntegerHoldsAreCutToTheLargest() {
        assertThat(finding(alert().setHits(Long.MAX_VALUE)).get("count").intValue())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void everyKindOfAlertIsValid() {
        // Given
        OcsfValidator validator = validator();
        List<String> faults = new ArrayList<>();
        // When
        for (String kind : List.of("actor", "client", "route", "destination", "source", "shop")) {
            for (Level level : Level.values()) {
                for (AlertState state : AlertState.values()) {
                    for (int revision = 1; revision <= 2; revision++) {
                        Alert.Builder alert = Alerts.about(kind, "tok-1", "a1", "bulk-read", level)
                                .setState(state)
                                .setRevision(revision)
                                .setSurfaces(List.of(Surface.values()))
                                .setExerciseId(revision == 1 ? null : "ex-1")
                                .setValue(revision == 1 ? null : 2.5);
                        faults.addAll(validator.validate(CLASS, finding(alert)));
                    }
                }
            }
        }
        // Then
        assertThat(faults).isEmpty();
    }

    static List<Arguments> mistakes() {
        return List.of(
                mistake("severity_id", finding -> finding.remove("severity_id")),
                mistake("finding_info.uid", finding -> info(finding).remove("uid")),
                mistake("patient", finding -> finding.put("patient", "x")),
                mistake("action_id", finding -> finding.put("action_id", 1)),
                mistake("time", finding -> finding.put("time", "now")),
                mistake("count", finding -> finding.put("count", 1L << 40)),
                mistake("severity_id", finding -> finding.put("severity_id", 7)),
                mistake("severity_id", finding -> finding.put("severity", "High-ish")),
                mistake("class_uid", finding -> finding.put("class_uid", 2005)),
                mistake("category_uid", finding -> finding.put("category_uid", 3)),
                mistake("type_uid", finding -> finding.put("type_uid", 200402)),
                mistake("metadata.version", finding -> ((ObjectNode) finding.get("metadata")).put("version", "1.7.0")),
                mistake("metadata.product.", finding -> ((ObjectNode) finding.at("/metadata/product")).remove("name")),
                mistake("evidences[0].", finding -> ((ObjectNode) finding.at("/evidences/0")).remove("actor")),
                mistake(
                        "evidences[0].actor.",
                        finding -> ((ObjectNode) finding.at("/evidences/0/actor")).remove("user")),
                mistake("resources", finding -> finding.set("resources", MAPPER.createObjectNode())),
                mistake("status_id", finding -> finding.put("status_id", 99).remove("status")));
    }

    private static Arguments mistake(String path, Consumer<ObjectNode> mistake) {
        return Arguments.of(path, mistake);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void theValidatorFindsMistakes(String path, Consumer<ObjectNode> mistake) {
        // Given
        ObjectNode finding = finding(alert());
        mistake.accept(finding);
        // When
        List<String> faults = validator().validate(CLASS, finding);
        // Then
        assertThat(faults).anyMatch(fault -> fault.startsWith(path + ":"));
    }

    private static ObjectNode info(ObjectNode finding) {
        return (ObjectNode) finding.get("finding_info");
    }

    private static OcsfValidator validator() {
        String datasets = System.getProperty("phiwatch.datasets", "");
        assumeFalse(datasets.isEmpty(), "set -Dphiwatch.datasets to the folder that holds ocsf/ to check this");
        return new OcsfValidator(new OcsfSchema(Path.of(datasets, "ocsf")));
    }

    private static Alert.Builder alert() {
        return Alerts.of("a1", "bulk-read", Level.high);
    }

    private static ObjectNode finding(Alert.Builder alert) {
        try {
            return (ObjectNode) MAPPER.readTree(OcsfDetectionFinding.of(alert.build()));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
