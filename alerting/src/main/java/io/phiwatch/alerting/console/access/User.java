package io.phiwatch.alerting.console.access;

import java.util.Set;

/**
 * Who is signed in.
 *
 * @param name user name, as it stands in evidence
 * @param role role in which they act
 * @param tenants tenants that they may act for; empty means all
 */
public record User(String name, String role, Set<String> tenants) {
    public User {
        tenants = Set.copyOf(tenants);
    }

    /** Whether they may act for that tenant. */
    public boolean actsFor(String tenant) {
        return tenants.isEmpty() || tenants.contains(tenant);
    }

    /** The holder of the admin token, or of a one-time link that it stands for. */
    static final User ADMIN = new User("admin", "admin", Set.of());
}
