package io.phiwatch.ingest.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.schema.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts of each source by second of ingest's clock. A second that went out may be followed by a further record for it;
 * records of one source and second add up. Thread-safe.
 */
public final class Heartbeats {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String ITEMS = "phiwatch.ingest.items";

    private final Supplier<List<Source>> sources;
    private final MeterRegistry registry;
    private final Duration grain;
    private final Map<Cell, Counts> cells = new ConcurrentHashMap<>();

    /**
     * Heartbeats that begin at nothing.
     *
     * @param sources the sources as they are configured now
     */
    public Heartbeats(Supplier<List<Source>> sources, MeterRegistry registry) {
        this(sources, registry, SECOND);
    }

    /**
     * Heartbeats of longer than a second, for simulations that cannot afford one a second.
     *
     * @param grain how long each of them covers, in whole seconds
     */
    public Heartbeats(Supplier<List<Source>> sources, MeterRegistry registry, Duration grain) {
        this.sources = sources;
        this.registry = registry;
        this.grain = grain;
    }

    /** Adds what became of one delivery. */
    public void add(Source source, Instant received, Counts counts) {
        cells.merge(new Cell(source.id(), source.tenant(), begin(received)), counts, Counts::plus);
        count(source, "phiwatch.ingest.read", counts.read());
        count(source, "phiwatch.ingest.bytes", counts.bytes());
        count(source, "phiwatch.ingest.missing", counts.missing());
        count(source, "phiwatch.ingest.skewed", counts.skewed());
        outcome(source, "accepted", counts.accepted());
        outcome(source, "rejected", counts.rejected());
        outcome(source, "duplicate", counts.duplicates());
        outcome(source, "failed", counts.failed());
        outcome(source, "refused", counts.refused());
    }

    /** Records of the seconds before this one; a source that said nothing has one that says so. */
    public List<Heartbeat> before(Instant now) {
        Instant current = begin(now);
        List<Heartbeat> beats = new ArrayList<>();
        Set<String> spoke = new HashSet<>();
        cells.keySet().stream()
                .filter(cell -> cell.second.isBefore(current))
                .sorted(Comparator.comparing(Cell::sourceId).thenComparing(Cell::second))
                .forEach(cell -> {
                    spoke.add(cell.sourceId);
                    beats.add(beat(cell, cells.remove(cell)));
                });
        Map<String, Source> configured = new HashMap<>();
        for (Source source : sources.get()) {
            configured.put(source.id(), source);
            if (!spoke.contains(source.id())) {
                beats.add(beat(new Cell(source.id(), source.tenant(), current.minus(grain)), Counts.NONE));
            }
        }
        for (Heartbeat beat : beats) {
            Source source = configured.get(beat.getSourceId());
            if (source != null) {
                beat.setEnvironment(source.environment());
                beat.setSurface(source.surface());
            }
        }
        return beats;
    }

    /** Takes back a record that the broker did not take; it goes out with the next. */
    void takeBack(Heartbeat beat) {
        long read =
                beat.getAccepted() + beat.getRejected() + beat.getDuplicates() + beat.getFailed() + beat.getRefused();
        Counts counts = new Counts(
                read,
                beat.getAccepted(),
                beat.getRejected(),
                beat.getDuplicates(),
                beat.getFailed(),
                beat.getRefused(),
                beat.getBytes(),
                beat.getOutcomes(),
                beat.getMissing(),
                beat.getSkewed());
        if (read + beat.getMissing() > 0) {
            cells.merge(new Cell(beat.getSourceId(), beat.getTenant(), beat.getSecond()), counts, Counts::plus);
        }
    }

    private void outcome(Source source, String outcome, long count) {
        registry.counter(ITEMS, "source", source.id(), "outcome", outcome).increment((double) count);
    }

    private void count(Source source, String metric, long count) {
        registry.counter(metric, "source", source.id()).increment((double) count);
    }

    private static Heartbeat beat(Cell cell, @Nullable Counts found) {
        Counts counts = found == null ? Counts.NONE : found;
        return Heartbeat.newBuilder()
                .setSourceId(cell.sourceId)
                .setTenant(cell.tenant)
                .setSecond(cell.second)
                .setAccepted(counts.accepted())
                .setRejected(counts.rejected())
                .setDuplicates(counts.duplicates())
                .setFailed(counts.failed())
                .setRefused(counts.refused())
                .setBytes(counts.bytes())
                .setOutcomes(new TreeMap<>(counts.outcomes()))
                .setMissing(counts.missing())
                .setSkewed(counts.skewed())
                .build();
    }

    private Instant begin(Instant time) {
        long second = time.getEpochSecond();
        return Instant.ofEpochSecond(second - Math.floorMod(second, grain.toSeconds()));
    }

    private record Cell(String sourceId, String tenant, Instant second) {}
}
