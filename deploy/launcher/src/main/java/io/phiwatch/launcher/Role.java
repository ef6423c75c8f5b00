package io.phiwatch.launcher;

import java.util.EnumSet;
import java.util.Set;

/** Parts of phiwatch that may run apart or together. */
public enum Role {
    ingest,
    detector,
    alerting;

    public static Set<Role> all() {
        return EnumSet.allOf(Role.class);
    }
}
