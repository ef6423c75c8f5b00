package io.phiwatch.launcher.command.rules;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleError;
import io.phiwatch.detector.sigma.RuleMetadata;
import java.util.Collection;

/** Rules as JSON: what all commands say of them alike. */
final class RuleJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RuleJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** What a rule says of itself. */
    static ObjectNode of(Rule rule) {
        RuleMetadata metadata = rule.metadata();
        ObjectNode node = object().put("id", metadata.id())
                .put("name", metadata.name())
                .put("title", metadata.title())
                .put("level", metadata.level().name())
                .put("kind", kind(rule))
                .put("alerts", rule.alerts())
                .put("author", metadata.author())
                .put("license", metadata.license())
                .put("hash", metadata.hash())
                .put("detection", metadata.detection())
                .put("drill", metadata.drill())
                .put("playbook", metadata.playbook())
                .put("entity", metadata.entity().kind());
        node.set("surfaces", texts(metadata.surfaces().stream().sorted().toList()));
        node.set("controls", texts(metadata.controls()));
        return node;
    }

    /** Where a rule is wrong, and why. */
    static ObjectNode of(RuleError fault) {
        return object().put("file", fault.file())
                .put("line", fault.line())
                .put("path", fault.path())
                .put("reason", fault.reason());
    }

    static ArrayNode texts(Collection<?> values) {
        ArrayNode array = JSON.createArrayNode();
        values.forEach(value -> array.add(value.toString()));
        return array;
    }

    static String kind(Rule rule) {
        return rule instanceof CorrelationRule ? "correlation" : "detection";
    }
}
