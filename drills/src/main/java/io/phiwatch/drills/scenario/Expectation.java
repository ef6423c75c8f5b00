package io.phiwatch.drills.scenario;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a drill's rule has to say. Immutable.
 *
 * @param rule its name
 * @param entity what the incident has to be about, with placeholders; null where only the detector knows, since the
 *     identity is a token
 * @param within how long after the drill's last payload the alert may come: rules over whole windows wait for their end
 */
public record Expectation(String rule, @Nullable String entity, Duration within) {}
