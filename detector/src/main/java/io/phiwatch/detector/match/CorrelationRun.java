package io.phiwatch.detector.match;

import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Correlations over the events of one file. Not thread-safe. */
public interface CorrelationRun extends AutoCloseable {
    /**
     * An event that matched rules.
     *
     * @param index place of the event in the file, from 0
     * @param fields how rules read it
     * @param matched the rules that it matched and that correlations are about; at least one
     */
    record Sighting(
            long index,
            Instant time,
            Map<String, Object> event,
            Fields<Map<String, Object>> fields,
            List<DetectionRule> matched) {}

    /**
     * A correlation fired.
     *
     * @param ruleId id of the correlation
     * @param event place of the event that made it fire; where a window had to be over first, the last event of that window
     */
    record Firing(String ruleId, long event, Instant time) {}

    /** Takes note of an event. */
    void see(Sighting sighting);

    /** Ends the file: what fired, in the order of it, one for each episode. */
    List<Firing> finish();

    /** Events that came too long after later ones to be counted. */
    long late();

    @Override
    void close();
}
