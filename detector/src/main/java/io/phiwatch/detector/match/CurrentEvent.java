package io.phiwatch.detector.match;

import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.match.CorrelationRun.Sighting;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.Fields;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one event that the topology works on: correlations read their fields from it, whatever access event stands for it.
 * Not thread-safe.
 */
final class CurrentEvent implements Fields<EnrichedEvent> {
    private @Nullable Sighting sighting;

    /** The topology is about to work on that event. */
    void become(Sighting next) {
        sighting = next;
    }

    /** What it matched was found before. */
    void match(EnrichedEvent standIn, Consumer<DetectionRule> sink) {
        now().matched().forEach(sink);
    }

    @Override
    public Accessor<EnrichedEvent> accessor(String name) {
        return standIn -> now().fields().accessor(name).get(now().event());
    }

    @Override
    public Iterable<Object> values(EnrichedEvent standIn) {
        return now().fields().values(now().event());
    }

    private Sighting now() {
        return Objects.requireNonNull(sighting, "no event yet");
    }
}
