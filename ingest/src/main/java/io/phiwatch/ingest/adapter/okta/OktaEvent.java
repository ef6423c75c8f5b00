package io.phiwatch.ingest.adapter.okta;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.JsonPayload;
import java.util.List;
import java.util.Locale;

/** An event of the System Log. Log stores that keep it in columns write the names of its fields in lower case. */
record OktaEvent(JsonNode json) {
    /** What Okta writes where it knows nothing. */
    private static final List<String> NOTHING = List.of("unknown", "null");

    String type() {
        return text("eventType");
    }

    /** The value at a path; empty where there is none or Okta says that it is unknown. */
    String text(String... path) {
        String text = JsonPayload.text(at(path));
        return NOTHING.contains(text.toLowerCase(Locale.ROOT)) ? "" : text;
    }

    JsonNode at(String... path) {
        JsonNode at = json;
        for (String name : path) {
            JsonNode next = at.path(name);
            at = next.isMissingNode() ? at.path(name.toLowerCase(Locale.ROOT)) : next;
        }
        return at;
    }

    /** Details that differ from type to type. */
    String debug(String name) {
        return text("debugContext", "debugData", name);
    }

    /** The first thing of a kind that it happened to; the missing node where there is none. */
    JsonNode target(String kind) {
        for (JsonNode target : at("target")) {
            if (JsonPayload.text(target, "type").equals(kind)) {
                return target;
            }
        }
        return at("target").path("none");
    }
}
