package io.phiwatch.launcher.drill;

import io.phiwatch.detector.CompiledRules;
import io.phiwatch.detector.offline.OfflineDetector;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.drills.source.Delivery.Fate;
import io.phiwatch.ingest.IngestConfig;
import io.phiwatch.ingest.OfflineIngest;
import io.phiwatch.ingest.OfflineIngest.Written;
import io.phiwatch.ingest.adapter.Adapters;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.intake.Answer;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.launcher.replay.PlatformSignature;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Heartbeat;
import io.phiwatch.schema.ReferenceRow;
import io.phiwatch.schema.ReferenceTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Deliveries through the real adapters and the real topology of the detector, in this thread, by a simulated clock: as
 * fast as the machine allows. Deliveries are given in the order of time. Not thread-safe.
 */
public final class Rehearsal implements AutoCloseable {
    /** Alerts that wait for a window's end come up to this late; finer ticks only cost time. */
    private static final Duration TICK = Duration.ofMinutes(1);

    /** While nothing is sent for hours, as before a month. */
    private static final Duration IDLE_TICK = Duration.ofHours(1);

    private static final Duration IDLE = Duration.ofHours(6);

    private final OfflineIngest ingest;
    private final OfflineDetector detector;
    private final Map<String, Source> sources;
    private Instant now;
    private final Instant heardFrom;
    private Instant nextTick;
    private Instant nextBeat;
    private long sent;
    private long refused;
    private long events;

    /**
     * A rehearsal in which nothing has happened.
     *
     * @param start where the clock begins
     * @param heardFrom from when on sources are watched as wholes: before it, their seconds are not told
     */
    public Rehearsal(IngestConfig config, RuleSet rules, Instant start, Instant heardFrom) {
        Duration delay = config.sources().all().stream()
                .map(Source::maxDelay)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        this.sources = config.sources().all().stream().collect(Collectors.toMap(Source::id, Function.identity()));
        this.ingest = new OfflineIngest(
                config, Adapters.all(), new PhiScanner(List.of(), PhiScanner.DEADLINE)::scan, () -> now);
        this.detector = new OfflineDetector(CompiledRules.of(rules, delay), delay, start);
        this.now = start;
        this.heardFrom = heardFrom;
        this.nextTick = start.plus(TICK);
        this.nextBeat = start.plus(OfflineIngest.BEAT);
    }

    /**
     * Moves the clock to the delivery's time and delivers it, signed as its platform signs.
     *
     * @return what became of it: access events, in order
     */
    public List<AccessEvent> send(Delivery delivery) {
        advance(delivery.at());
        Source source = sources.get(delivery.sourceId());
        if (source == null) {
            throw new IllegalArgumentException("no source " + delivery.sourceId());
        }
        if (delivery.fate() == Fate.LOST) {
            ingest.miss(source.id(), now);
            return List.of();
        }
        boolean isForged = delivery.fate() == Fate.FORGED;
        Map<String, String> headers = new HashMap<>(delivery.headers());
        if (!isForged) {
            headers.putAll(PlatformSignature.of(source, delivery.bytes(), now));
        }
        Answer answer = ingest.receive(
                source.id(),
                new io.phiwatch.ingest.adapter.Delivery(
                        delivery.bytes(),
                        headers,
                        isForged ? "" : PlatformSignature.urlToken(source).orElse(""),
                        now,
                        "delivery-" + sent));
        sent++;
        boolean isTaken = answer instanceof Answer.Kept kept && kept.rejected() == 0;
        refused += isTaken == isForged ? 1 : 0;
        return see(ingest.take());
    }

    private List<AccessEvent> see(List<Written> written) {
        List<AccessEvent> seen = new ArrayList<>();
        for (Written record : written) {
            if (record.value() instanceof AccessEvent event) {
                detector.see(event, record.time());
                seen.add(event);
            } else if (record.value() instanceof ReferenceRow row) {
                ReferenceTable table = ReferenceTable.valueOf(row.getTable());
                if (OfflineDetector.holds(table)) {
                    detector.know(table, record.key(), row);
                }
            }
        }
        events += seen.size();
        return seen;
    }

    /** Moves the clock forward, with a tick each minute, or each hour while nothing happens for hours. */
    public void advance(Instant time) {
        while (!nextTick.isAfter(time)) {
            beat(nextTick);
            detector.tick(nextTick);
            boolean isIdle = Duration.between(nextTick, time).compareTo(IDLE) > 0;
            nextTick = nextTick.plus(isIdle ? IDLE_TICK : TICK);
        }
        if (time.isAfter(now)) {
            now = time;
        }
    }

    private void beat(Instant time) {
        if (time.isBefore(nextBeat)) {
            return;
        }
        List<Heartbeat> beats = ingest.beats(time);
        if (!time.isBefore(heardFrom)) {
            beats.forEach(beat -> detector.beat(beat, time));
        }
        nextBeat = time.plus(OfflineIngest.BEAT)
                .minusMillis(Math.floorMod(time.toEpochMilli(), OfflineIngest.BEAT.toMillis()));
    }

    /** What was alerted since the last call, revisions included, in the order emitted. */
    public List<Alert> takeAlerts() {
        detector.takeLateEvents();
        return detector.takeAlerts();
    }

    /** Access events so far. */
    public long events() {
        return events;
    }

    /** Deliveries of which not everything was taken, and forged ones that were: a fault of the simulation. */
    public long refused() {
        return refused;
    }

    public Instant now() {
        return now;
    }

    @Override
    public void close() {
        detector.close();
    }
}
