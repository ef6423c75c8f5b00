package io.phiwatch.ingest.adapter.keycloak;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user event or an admin event with its details at the same level as its own fields, as log lines have them.
 *
 * @param fields by name; the values {@code null} and empty are left out
 */
record KeycloakEvent(Map<String, String> fields, @Nullable Instant time) {
    private static final String ERROR = "_ERROR";

    KeycloakEvent {
        fields = Map.copyOf(fields);
    }

    /** Whether it says anything at all about what happened. */
    boolean isEvent() {
        return !type().isEmpty() || isAdmin();
    }

    boolean isAdmin() {
        return !of("operationType").isEmpty();
    }

    /** Type without the mark of failure. */
    String type() {
        String type = of("type");
        return type.endsWith(ERROR) ? type.substring(0, type.length() - ERROR.length()) : type;
    }

    boolean failed() {
        return of("type").endsWith(ERROR) || !of("error").isEmpty();
    }

    /** The field; empty where it is missing. */
    String of(String name) {
        return fields.getOrDefault(name, "");
    }
}
