package io.phiwatch.drills.attack;

import io.phiwatch.schema.Surface;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The attacks that can be played. */
public enum Scenario {
    BULK_EXPORT(
            "phi-bulk-export", Attack.ACTOR, Surface.portal, Duration.ofMinutes(20), "exports 600 patients in 5 steps"),
    BULK_READ("phi-bulk-read", Attack.ACTOR, Surface.portal, Duration.ofMinutes(6), "opens 30 patients' records"),
    BRUTE_FORCE(
            "login-brute-force",
            Attack.ACTOR,
            Surface.portal,
            Duration.ofMinutes(5),
            "14 failed logins from a rented server"),
    IMPOSSIBLE_TRAVEL(
            "login-impossible-travel",
            Attack.ACTOR,
            Surface.portal,
            Duration.ofMinutes(25),
            "logs in from the US, then from Germany"),
    MFA_DISABLED("mfa-disabled", Attack.ACTOR, Surface.portal, Duration.ofSeconds(1), "loses the second factor"),
    PHI_IN_URL(
            "phi-in-url",
            Attack.ROUTE,
            Surface.checkout,
            Duration.ofMinutes(4),
            "a checkout page puts PHI in its address");

    private final String rule;
    private final String entityKind;
    private final Surface surface;
    private final Duration length;
    private final String description;

    Scenario(String rule, String entityKind, Surface surface, Duration length, String description) {
        this.rule = rule;
        this.entityKind = entityKind;
        this.surface = surface;
        this.length = length;
        this.description = description;
    }

    /** Name that people use, such as {@code bulk-export}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The scenario of that name; empty where there is none. */
    public static Optional<Scenario> named(String title) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.title().equals(title))
                .findFirst();
    }

    /** Name of the rule that detects it. */
    public String rule() {
        return rule;
    }

    public String entityKind() {
        return entityKind;
    }

    public Surface surface() {
        return surface;
    }

    /** Time from the first to the last of its events, unless the simulation is too short. */
    public Duration length() {
        return length;
    }

    public String description() {
        return description;
    }
}
