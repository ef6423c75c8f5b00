package io.phiwatch.alerting.console.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.schema.CommandType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a command says: a type that people may give, and details from an allow-list, since free text may hold PHI. */
public record CommandBody(CommandType type, Map<String, String> details) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<CommandType> TYPES = Set.of(
            CommandType.acknowledge,
            CommandType.assign,
            CommandType.contain,
            CommandType.resolve,
            CommandType.close,
            CommandType.reopen,
            CommandType.false_positive);
    private static final String ASSIGNEE = "assignee";
    /** A login name or an address of a colleague: no blanks, so no sentences. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@+-]{0,127}");

    private static final Pattern VERSION = Pattern.compile("\"?(\\d{1,9})\"?");

    public CommandBody {
        details = Map.copyOf(details);
    }

    static CommandBody parse(String text) {
        JsonNode body = read(text);
        Map<String, String> details = new HashMap<>();
        body.path("details").properties().forEach(detail -> {
            if (!detail.getKey().equals(ASSIGNEE)
                    || !NAME.matcher(detail.getValue().asText()).matches()) {
                throw RequestException.bad("details may hold an assignee, a user name, and nothing else");
            }
            details.put(ASSIGNEE, detail.getValue().asText());
        });
        CommandType type = type(body.path("type").asText());
        if ((type == CommandType.assign) != details.containsKey(ASSIGNEE)) {
            throw RequestException.bad("assign takes an assignee in its details, and only assign does");
        }
        return new CommandBody(type, details);
    }

    /** The command type of that name. */
    public static CommandType type(String name) {
        return TYPES.stream()
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> RequestException.bad("type must be one of "
                        + Arrays.stream(CommandType.values())
                                .filter(TYPES::contains)
                                .map(CommandType::name)
                                .collect(Collectors.joining(", "))));
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
