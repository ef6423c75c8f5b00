package io.phiwatch.detector.store;

import io.phiwatch.detector.codec.Digests;
import io.phiwatch.schema.AccessEvent;
import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Events of sources that can repeat them, remembered for as long as the source may come late with them. Not thread-safe:
 * belongs to one task.
 */
public final class SeenEvents {
    /** The rest is forgotten with the next ticks. */
    private static final int MOST_AT_ONCE = 10_000;

    private final KeyValueStore<Bytes, byte[]> seen;
    private final KnownKeys<Bytes> known;
    private final DueRecords forgetting;

    public SeenEvents(KeyValueStore<Bytes, byte[]> seen, KeyValueStore<Bytes, byte[]> forgetting) {
        this.seen = seen;
        this.known = KnownKeys.ofDigests(seen);
        this.forgetting = new DueRecords(forgetting);
    }

    /**
     * Remembers the event.
     *
     * @param now log time, epoch milliseconds
     * @return whether it was known already
     */
    public boolean isRepeated(AccessEvent event, long now) {
        if (!event.getSourceRepeats()) {
            return false;
        }
        byte[] id = Digests.bytesOf(event.getTenant(), event.getSourceId(), event.getEventId());
        Bytes key = Bytes.wrap(id);
        if (known.get(key) != null) {
            return true;
        }
        long due = now + event.getSourceMaxDelayMs();
        known.put(key, ByteBuffer.allocate(Long.BYTES).putLong(due).array());
        forgetting.set(due, id);
        return false;
    }

    /** Forgets what no source may repeat any more. */
    public void forgetUntil(long clock) {
        known.learn(MOST_AT_ONCE);
        forgetting.takeUntil(clock, MOST_AT_ONCE).forEach(event -> seen.delete(Bytes.wrap(event.what())));
    }
}
