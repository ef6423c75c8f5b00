package io.phiwatch.alerting.incident;

import java.util.Locale;

/** Why a command is refused. */
public enum Refusal {
    /** The role may not give it. */
    FORBIDDEN,
    /** The incident is of a tenant that the asker may not act for, or names one of another tenant. */
    WRONG_TENANT,
    /** The incident changed since the asker saw it. */
    VERSION_CONFLICT,
    /** The incident is in a state that does not allow it. */
    INVALID_TRANSITION,
    /** A parameter is missing or is not what it must be. */
    INVALID_DETAILS,
    /** The entity has a newer incident, which takes its alerts. */
    NEWER_INCIDENT,
    /** This version of phiwatch does not know it. */
    NOT_SUPPORTED;

    /** As it stands in evidence and in the answer. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
