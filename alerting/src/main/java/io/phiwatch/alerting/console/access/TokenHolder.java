package io.phiwatch.alerting.console.access;

import java.util.Set;

/**
 * Somebody with an API token of their own, so that evidence tells people apart.
 *
 * @param name user name, as it stands in evidence: letters, digits and {@code ._:@+-}
 * @param role role in which they act
 * @param token what they show, at least 20 characters
 * @param tenants tenants that they may act for; empty means all
 */
public record TokenHolder(String name, String role, String token, Set<String> tenants) {
    /** Roles that people may have. */
    public static final Set<String> ROLES =
            Set.of("admin", "responder", "compliance", "legal", "communications", "auditor");

    private static final int SHORTEST_TOKEN = 20;

    public TokenHolder {
        tenants = Set.copyOf(tenants);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._:@+-]{0,127}")) {
            throw new IllegalArgumentException("name: must be letters, digits and ._:@+-");
        }
        if (!ROLES.contains(role)) {
            throw new IllegalArgumentException("role: must be one of " + ROLES);
        }
        if (token.length() < SHORTEST_TOKEN) {
            throw new IllegalArgumentException("token: must have at least " + SHORTEST_TOKEN + " characters");
        }
    }

    /** Everything but the token. */
    @Override
    public String toString() {
        return "TokenHolder[name=" + name + ", role=" + role + ", tenants=" + tenants + "]";
    }
}
