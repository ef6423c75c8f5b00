package io.phiwatch.alerting.console.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.phiwatch.alerting.console.api.RequestException;

/** What requests about evidence say. Faults never quote it. */
final class Parameters {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Parameters() {}

    /** A number in the query. */
    static long number(Context context, String name, long otherwise, long least, long most) {
        String text = context.queryParam(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw outside(name, least, most);
        }
        throw outside(name, least, most);
    }

    /** The body, an object; an empty one where there is no body. */
    static ObjectNode body(Context context) {
        if (context.body().isBlank()) {
            return JSON.createObjectNode();
        }
        try {
            JsonNode body = JSON.readTree(context.body());
            if (body instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw RequestException.bad("the body is not JSON");
        }
        throw RequestException.bad("the body must be a JSON object");
    }

    private static RequestException outside(String name, long least, long most) {
        return RequestException.bad(name + " must be a whole number from " + least + " to " + most);
    }
}
