package io.phiwatch.alerting.console.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.text.TextSeals;
import io.phiwatch.schema.CommandType;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a command says: a type that people may give, and details from an allow-list.
 *
 * @param text what was typed, in the clear: only to be sealed; null where there is none
 */
public record CommandBody(
        CommandType type,
        Map<String, String> details,
        @Nullable String text) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VERSION = Pattern.compile("\"?(\\d{1,9})\"?");

    public CommandBody {
        details = Map.copyOf(details);
    }

    /** Everything but the text. */
    @Override
    public String toString() {
        return "CommandBody[" + type + ']';
    }

    static CommandBody parse(String text, Map<CommandType, CommandStep> steps) {
        JsonNode body = read(text);
        CommandType type = type(body.path("type").asText(), steps);
        CommandStep step = Objects.requireNonNull(steps.get(type));
        Map<String, String> details = new HashMap<>();
        body.path("details").properties().forEach(detail -> {
            boolean isKnown = step.neededDetails().contains(detail.getKey())
                    || step.furtherDetails().contains(detail.getKey());
            if (!isKnown || !CommandPolicy.isPlain(detail.getValue().asText())) {
                throw badDetails(type, step);
            }
            details.put(detail.getKey(), detail.getValue().asText());
        });
        if (!details.keySet().containsAll(step.neededDetails())) {
            throw badDetails(type, step);
        }
        return new CommandBody(type, details, text(body.path("text"), step));
    }

    private static @Nullable String text(JsonNode node, CommandStep step) {
        if (node.isMissingNode() || node.isNull()) {
            if (step.needsText()) {
                throw RequestException.bad("text is missing");
            }
            return null;
        }
        String text = node.asText();
        if (!step.takesText() || !node.isTextual() || text.isBlank() || text.length() > TextSeals.MAX_LENGTH) {
            throw RequestException.bad("text must be of 1 to " + TextSeals.MAX_LENGTH
                    + " characters, and come with a command that takes one");
        }
        return text;
    }

    private static RequestException badDetails(CommandType type, CommandStep step) {
        return RequestException.bad("details of " + type + ", each a name or a number without blanks: needed "
                + new TreeSet<>(step.neededDetails()) + ", allowed " + new TreeSet<>(step.furtherDetails()));
    }

    /** The command type of that name, of those that people may give. */
    public static CommandType type(String name, Map<CommandType, CommandStep> steps) {
        Set<CommandType> given = new TreeSet<>();
        steps.forEach((type, step) -> {
            if (!step.roles().equals(Set.of(CommandPolicy.SYSTEM))) {
                given.add(type);
            }
        });
        return given.stream()
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> RequestException.bad("type must be one of "
                        + given.stream().map(CommandType::name).collect(Collectors.joining(", "))));
    }

    /** The version that an {@code If-Match} header names; null where there is none or any is welcome. */
    static @Nullable Integer version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.equals("*")) {
            return null;
        }
        var matcher = VERSION.matcher(ifMatch.strip());
        if (!matcher.matches()) {
            throw RequestException.bad("If-Match must be the ETag of the incident");
        }
        return Integer.valueOf(matcher.group(1));
    }

    private static JsonNode read(String text) {
        try {
            JsonNode body = JSON.readTree(text);
            if (body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            // The parser's message quotes what was sent.
            throw RequestException.bad("the body is not JSON");
        }
        throw RequestException.bad("the body must be a JSON object");
    }
}
