package io.phiwatch.drills.population;

import java.time.Duration;
import java.util.List;

/**
 * A member of the workforce.
 *
 * @param login name that the portal knows the person by, on every platform
 * @param userId id of the account at the identity provider
 * @param addresses habitual client addresses, all in one network, so that moving between them is no journey
 * @param loginBefore how long before the simulation's time of day the shift begins
 */
public record Staff(
        String login,
        String userId,
        String name,
        Role role,
        List<String> addresses,
        Duration loginBefore,
        String userAgent) {
    public Staff {
        addresses = List.copyOf(addresses);
    }

    /** The same person under another login name. */
    public Staff named(String other) {
        return new Staff(other, userId, name, role, addresses, loginBefore, userAgent);
    }

    public String email() {
        return login + "@acme-health.example";
    }

    /** What the person works as. */
    public enum Role {
        CLINICIAN,
        ADMIN,
        SUPPORT
    }
}
