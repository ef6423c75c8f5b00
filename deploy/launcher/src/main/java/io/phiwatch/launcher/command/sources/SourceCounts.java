package io.phiwatch.launcher.command.sources;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a running ingest counted of each source since it started, from the text of its metrics. */
final class SourceCounts {
    private static final Pattern ITEMS =
            Pattern.compile("phiwatch_ingest_items_total\\{outcome=\"([a-z]+)\",source=\"([^\"]+)\"} ([0-9.E]+)");

    private final Map<String, Map<String, Long>> bySource = new HashMap<>();

    private SourceCounts() {}

    /** Nothing counted. */
    static SourceCounts none() {
        return new SourceCounts();
    }

    static SourceCounts of(String metrics) {
        SourceCounts counts = new SourceCounts();
        Matcher items = ITEMS.matcher(metrics);
        while (items.find()) {
            counts.bySource
                    .computeIfAbsent(items.group(2), id -> new HashMap<>())
                    .put(items.group(1), (long) Double.parseDouble(items.group(3)));
        }
        return counts;
    }

    /** Items of a source with an outcome: accepted, rejected, duplicate, failed or refused. */
    long of(String sourceId, String outcome) {
        return bySource.getOrDefault(sourceId, Map.of()).getOrDefault(outcome, 0L);
    }
}
