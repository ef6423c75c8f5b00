package io.phiwatch.ingest.pull;

import java.nio.file.Path;
import java.util.List;

/**
 * What is fetched. Immutable.
 *
 * @param folder where the sources' states are kept
 */
public record PullConfig(Path folder, List<Pull> pulls) {
    public PullConfig {
        pulls = List.copyOf(pulls);
    }

    /** Nothing. */
    public static PullConfig none(Path folder) {
        return new PullConfig(folder, List.of());
    }

    /** Whether the deliveries of that source are fetched. */
    public boolean isFetched(String sourceId) {
        return pulls.stream().anyMatch(pull -> pull.sourceId().equals(sourceId));
    }
}
