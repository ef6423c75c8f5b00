package io.phiwatch.alerting.console.model;

import io.phiwatch.schema.CommandType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for.
 *
 * @param incidentId the incident
 * @param type what to do
 * @param details allow-listed parameters
 * @param expectedVersion version that the asker saw; null accepts any
 * @param idempotencyKey the asker's own name for this request; null where it is not to be repeated
 * @param asker who asks
 */
public record CommandRequest(
        String incidentId,
        CommandType type,
        Map<String, String> details,
        @Nullable Integer expectedVersion,
        @Nullable String idempotencyKey,
        Asker asker) {

    public CommandRequest {
        details = Map.copyOf(details);
    }

    /**
     * Who asks.
     *
     * @param name user name
     * @param role role in which they ask
     */
    public record Asker(String name, String role) {}
}
