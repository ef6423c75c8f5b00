package io.phiwatch.alerting.siem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks findings against the OCSF schema: required and unknown attributes, types, ranges, patterns, enumerations and
 * their captions, {@code type_uid}, {@code at_least_one} and {@code just_one}.
 */
final class OcsfValidator {
    private final OcsfSchema schema;

    OcsfValidator(OcsfSchema schema) {
        this.schema = schema;
    }

    /** Faults of a finding, each with its path; none where it is valid. */
    List<String> validate(String className, JsonNode finding) {
        List<String> faults = new ArrayList<>();
        Set<String> profiles = new TreeSet<>();
        finding.path("metadata").path("profiles").forEach(profile -> profiles.add(profile.textValue()));
        Check check = new Check(profiles, faults);
        check.object("", schema.findingClass(className), finding);
        long expected = finding.path("class_uid").asLong() * 100
                + finding.path("activity_id").asLong();
        if (finding.path("type_uid").asLong() != expected) {
            faults.add("type_uid: must be " + expected);
        }
        String version = finding.path("metadata").path("version").textValue();
        if (!schema.version().equals(version)) {
            faults.add("metadata.version: must be " + schema.version());
        }
        return faults;
    }

    /** One run over one finding. */
    private final class Check {
        private final Set<String> profiles;
        private final List<String> faults;

        Check(Set<String> profiles, List<String> faults) {
            this.profiles = profiles;
            this.faults = faults;
        }

        void object(String path, JsonNode definition, JsonNode value) {
            if (!value.isObject()) {
                faults.add(path + ": must be an object");
                return;
            }
            JsonNode attributes = definition.get("attributes");
            for (Map.Entry<String, JsonNode> known : attributes.properties()) {
                boolean required =
                        "required".equals(known.getValue().path("requirement").asText());
                if (required && isOn(known.getValue()) && !value.hasNonNull(known.getKey())) {
                    faults.add(path + known.getKey() + ": is required");
                }
            }
            for (Map.Entry<String, JsonNode> given : value.properties()) {
                JsonNode local = attributes.get(given.getKey());
                if (local == null || !isOn(local)) {
                    faults.add(path + given.getKey() + ": is unknown");
                } else {
                    attribute(path + given.getKey(), schema.attribute(given.getKey(), local), given.getValue(), value);
                }
            }
            constraints(path, definition.path("constraints"), value);
        }

        private boolean isOn(JsonNode attribute) {
            JsonNode profile = attribute.path("profile");
            return !profile.isTextual() || profiles.contains(profile.textValue());
        }

        private void constraints(String path, JsonNode constraints, JsonNode value) {
            long any = present(constraints.path("at_least_one"), value);
            if (constraints.has("at_least_one") && any == 0) {
                faults.add(path + ": needs one of " + constraints.get("at_least_one"));
            }
            long one = present(constraints.path("just_one"), value);
            if (constraints.has("just_one") && one != 1) {
                faults.add(path + ": needs exactly one of " + constraints.get("just_one"));
            }
        }

        private static long present(JsonNode names, JsonNode value) {
            long count = 0;
            for (JsonNode name : names) {
                count += value.hasNonNull(name.textValue()) ? 1 : 0;
            }
            return count;
        }

        private void attribute(String path, JsonNode attribute, JsonNode value, JsonNode parent) {
            if (attribute.path("is_array").asBoolean() != value.isArray()) {
                faults.add(path + ": array where there must be none, or the reverse");
                return;
            }
            if (value.isArray()) {
                for (int i = 0; i < value.size(); i++) {
                    single(path + '[' + i + ']', attribute, value.get(i));
                }
            } else {
                single(path, attribute, value);
                caption(path, attribute, value, parent);
            }
        }

        private void single(String path, JsonNode attribute, JsonNode value) {
            String type = attribute.get("type").textValue();
            if (!schema.isScalar(type)) {
                if (type.equals("object")) {
                    return;
                }
                object(path + '.', schema.object(type), value);
                return;
            }
            if (!fits(type, value)) {
                faults.add(path + ": must be " + type);
            }
            if (attribute.has("enum") && !attribute.get("enum").has(value.asText())) {
                faults.add(path + ": is none of "
                        + attribute.get("enum").properties().stream()
                                .map(Map.Entry::getKey)
                                .toList());
            }
        }

        /** A value 99 (other) needs its caption; any other has the caption of the schema where it has one. */
        private void caption(String path, JsonNode attribute, JsonNode value, JsonNode parent) {
            String sibling = attribute.path("sibling").asText();
            if (!attribute.has("enum") || sibling.isEmpty() || !value.isInt()) {
                return;
            }
            JsonNode given = parent.path(sibling);
            String caption =
                    attribute.get("enum").path(value.asText()).path("caption").asText();
            if (value.intValue() == 99
                    ? !given.isTextual()
                    : given.isTextual() && !given.textValue().equals(caption)) {
                faults.add(path + ": " + sibling + " must be " + (value.intValue() == 99 ? "given" : caption));
            }
        }
    }

    private boolean fits(String type, JsonNode value) {
        return switch (type) {
            case "boolean_t" -> value.isBoolean();
            case "integer_t" -> value.isInt();
            case "long_t", "timestamp_t" -> value.isIntegralNumber();
            case "float_t" -> value.isNumber();
            case "string_t" -> value.isTextual();
            case "json_t" -> true;
            default -> fitsDerived(schema.scalar(type), value);
        };
    }

    private boolean fitsDerived(JsonNode scalar, JsonNode value) {
        if (!fits(scalar.get("type").textValue(), value)) {
            return false;
        }
        boolean matches = !scalar.has("regex")
                || value.asText().matches("(?s).*(?:" + scalar.get("regex").textValue() + ").*");
        boolean inRange = !scalar.has("range")
                || value.asLong() >= scalar.get("range").get(0).asLong()
                        && value.asLong() <= scalar.get("range").get(1).asLong();
        boolean shortEnough = !scalar.has("max_len")
                || value.asText().length() <= scalar.get("max_len").asInt();
        return matches && inRange && shortEnough;
    }
}
