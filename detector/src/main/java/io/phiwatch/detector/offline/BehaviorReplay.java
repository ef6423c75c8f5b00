package io.phiwatch.detector.offline;

import io.phiwatch.detector.CompiledRules;
import io.phiwatch.detector.DetectorRules;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.EventFields;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Heartbeat;
import io.phiwatch.schema.ReferenceRow;
import io.phiwatch.schema.ReferenceTable;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what was usual when an event came, by the code that found it out then: history up to the event runs through the
 * topology without rules. What was alerted about is learnt here too, since no rule is there to say so. Records are given in
 * the order of their timestamps. Not thread-safe.
 */
public final class BehaviorReplay implements AutoCloseable {
    private static final int READ_EVERY = 1_000;

    private final String eventId;
    private final OfflineDetector detector;
    private long unread;
    private @Nullable EnrichedEvent found;

    /**
     * A replay that has seen nothing.
     *
     * @param maxDelay the largest delay of any source
     * @param start where its clock begins
     */
    public BehaviorReplay(String eventId, Duration maxDelay, Instant start) {
        this.eventId = eventId;
        this.detector = new OfflineDetector(
                new CompiledRules(
                        new DetectorRules(List.of(), List.of()),
                        quarantine -> (event, sink) -> look(event),
                        new EventFields(),
                        maxDelay),
                maxDelay,
                start);
    }

    private void look(EnrichedEvent event) {
        if (event.access().getEventId().equals(eventId)) {
            found = event.settled();
        }
    }

    /** A record of a reference table; all of them come before the first record of the log. */
    public void know(ReferenceTable table, String key, @Nullable ReferenceRow row) {
        detector.know(table, key, row);
    }

    /**
     * The next record of the log.
     *
     * @param surface of the topic; of heartbeats without meaning
     * @param timestamp of the record, epoch milliseconds
     */
    public void accept(Surface surface, SpecificRecord value, long timestamp) {
        switch (value) {
            case Tick tick -> detector.tick(surface, tick.getTime().toEpochMilli());
            case AccessEvent event -> detector.see(event, Instant.ofEpochMilli(timestamp));
            case Heartbeat beat -> detector.beat(beat, Instant.ofEpochMilli(timestamp));
            default -> throw new IllegalArgumentException(value.getSchema().getFullName());
        }
        if (++unread >= READ_EVERY) {
            unread = 0;
            detector.takeAlerts();
            detector.takeLateEvents();
        }
    }

    /** The event with all that was known beside it; empty until it has come. */
    public Optional<EnrichedEvent> found() {
        return Optional.ofNullable(found);
    }

    @Override
    public void close() {
        detector.close();
    }
}
