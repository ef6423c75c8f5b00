package io.phiwatch.alerting.console.model;

import io.phiwatch.schema.CommandType;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for.
 *
 * @param incidentId the incident
 * @param type what to do
 * @param details allow-listed parameters
 * @param expectedVersion version that the asker saw; null accepts any
 * @param idempotencyKey the asker's own name for this request; null where it is not to be repeated
 * @param text what the asker typed, in the clear: it is sealed before it is written; null where there is none
 * @param asker who asks
 */
public record CommandRequest(
        String incidentId,
        CommandType type,
        Map<String, String> details,
        @Nullable Integer expectedVersion,
        @Nullable String idempotencyKey,
        @Nullable String text,
        Asker asker) {

    /** Without a text. */
    public CommandRequest(
            String incidentId,
            CommandType type,
            Map<String, String> details,
            @Nullable Integer expectedVersion,
            @Nullable String idempotencyKey,
            Asker asker) {
        this(incidentId, type, details, expectedVersion, idempotencyKey, null, asker);
    }

    public CommandRequest {
        details = Map.copyOf(details);
    }

    /**
     * Who asks.
     *
     * @param name user name
     * @param role role in which they ask
     * @param tenants tenants that they may act for; empty means all
     */
    public record Asker(String name, String role, Set<String> tenants) {
        public Asker {
            tenants = Set.copyOf(tenants);
        }

        /** One who may act for all tenants. */
        public Asker(String name, String role) {
            this(name, role, Set.of());
        }
    }

    /** Everything but the text. */
    @Override
    public String toString() {
        return "CommandRequest[" + incidentId + ' ' + type + " by " + asker.role() + ']';
    }
}
