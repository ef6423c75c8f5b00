package io.phiwatch.ingest.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.schema.Heartbeat;
import io.phiwatch.schema.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts of each source by second of ingest's clock. A second that went out may be followed by a further record for it;
 * records of one source and second add up. Thread-safe.
 */
public final class Heartbeats {
    private static final String ITEMS = "phiwatch.ingest.items";

    private final List<Source> sources;
    private final MeterRegistry registry;
    private final Map<Cell, Counts> cells = new ConcurrentHashMap<>();

    public Heartbeats(List<Source> sources, MeterRegistry registry) {
        this.sources = List.copyOf(sources);
        this.registry = registry;
    }

    /** Adds what became of one delivery. */
    public void add(Source source, Instant received, Counts counts) {
        cells.merge(new Cell(source.id(), second(received)), counts, Counts::plus);
        registry.counter("phiwatch.ingest.read", "source", source.id()).increment((double) counts.read());
        registry.counter("phiwatch.ingest.bytes", "source", source.id()).increment((double) counts.bytes());
        count(source, "accepted", counts.accepted());
        count(source, "rejected", counts.rejected());
        count(source, "duplicate", counts.duplicates());
        count(source, "failed", counts.failed());
    }

    /** Records of the seconds before this one; a source that said nothing has one that says so. */
    List<Heartbeat> before(Instant now) {
        Instant current = second(now);
        List<Heartbeat> beats = new ArrayList<>();
        for (Source source : sources) {
            List<Heartbeat> ofSource = cells.keySet().stream()
                    .filter(cell -> cell.sourceId.equals(source.id()) && cell.second.isBefore(current))
                    .sorted((a, b) -> a.second.compareTo(b.second))
                    .map(cell -> beat(source, cell.second, cells.remove(cell)))
                    .toList();
            beats.addAll(ofSource);
            if (ofSource.isEmpty()) {
                beats.add(beat(source, current.minusSeconds(1), Counts.NONE));
            }
        }
        return beats;
    }

    /** Takes back a record that the broker did not take; it goes out with the next. */
    void takeBack(Heartbeat beat) {
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        beat.getOutcomes().forEach((outcome, count) -> outcomes.put(Outcome.valueOf(outcome), count));
        long read = beat.getAccepted() + beat.getRejected() + beat.getDuplicates() + beat.getFailed();
        Counts counts = new Counts(
                read,
                beat.getAccepted(),
                beat.getRejected(),
                beat.getDuplicates(),
                beat.getFailed(),
                beat.getBytes(),
                outcomes);
        if (read > 0) {
            cells.merge(new Cell(beat.getSourceId(), beat.getSecond()), counts, Counts::plus);
        }
    }

    private void count(Source source, String outcome, long count) {
        registry.counter(ITEMS, "source", source.id(), "outcome", outcome).increment((double) count);
    }

    private static Heartbeat beat(Source source, Instant second, @Nullable Counts found) {
        Counts counts = found == null ? Counts.NONE : found;
        Map<String, Long> outcomes = new TreeMap<>();
        counts.outcomes().forEach((outcome, count) -> outcomes.put(outcome.name(), count));
        return Heartbeat.newBuilder()
                .setSourceId(source.id())
                .setTenant(source.tenant())
                .setSecond(second)
                .setAccepted(counts.accepted())
                .setRejected(counts.rejected())
                .setDuplicates(counts.duplicates())
                .setFailed(counts.failed())
                .setBytes(counts.bytes())
                .setOutcomes(outcomes)
                .build();
    }

    private static Instant second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private record Cell(String sourceId, Instant second) {}
}
