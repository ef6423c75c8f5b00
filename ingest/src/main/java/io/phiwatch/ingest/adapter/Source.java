package io.phiwatch.ingest.adapter;

import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A configured source.
 *
 * @param surface surface of events that the platform alone does not place
 * @param secrets valid ones, two while rotating
 * @param maxDelay how late its events may come and still be counted exactly
 * @param settings what only its platform's adapter understands, by key, such as {@code public_key}; never secret
 */
public record Source(
        String id,
        String platform,
        String tenant,
        Environment environment,
        Surface surface,
        List<String> secrets,
        Duration maxDelay,
        Map<String, String> settings) {
    public Source {
        secrets = List.copyOf(secrets);
        settings = Map.copyOf(settings);
    }

    /**
     * Zone of times that the platform writes without one, by the setting {@code zone}; UTC without that.
     *
     * @throws DateTimeException if there is no such zone
     */
    public ZoneId zone() {
        return ZoneId.of(settings.getOrDefault("zone", "UTC"));
    }

    /** Values of a setting that is a list with commas between. */
    public List<String> setting(String name) {
        return Arrays.stream(settings.getOrDefault(name, "").split(",", -1))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** Everything but the secrets. */
    @Override
    public String toString() {
        return "Source[id=" + id + ", platform=" + platform + ", tenant=" + tenant + "]";
    }
}
