package io.phiwatch.alerting.text;

import java.util.Collection;
import java.util.Set;

/** Who may read what people typed. */
public final class TextPolicy {
    private static final String COMPLIANCE = "compliance";
    private static final Set<String> TEAM = Set.of("responder", "admin", COMPLIANCE, "legal", "communications");

    private TextPolicy() {}

    /** Whether that role may read a text: all who work on incidents, but where PHI was found compliance alone. */
    public static boolean mayRead(String role, Collection<String> phiTypes) {
        return phiTypes.isEmpty() ? TEAM.contains(role) : role.equals(COMPLIANCE);
    }
}
