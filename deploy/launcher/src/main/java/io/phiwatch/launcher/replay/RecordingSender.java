package io.phiwatch.launcher.replay;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Adapters;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.replay.TimeShift;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.replay.Recording.Item;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;

/** Sends recordings to an ingest as their platform would, signed with the secret of the source. */
public final class RecordingSender {
    private final SourceClient client;
    private final Source source;

    /**
     * What the ingest answered.
     *
     * @param refused deliveries that it did not take at all
     */
    public record Totals(long accepted, long rejected, long duplicates, long refused) {
        public static final Totals NONE = new Totals(0, 0, 0, 0);

        public Totals plus(Totals other) {
            return new Totals(
                    accepted + other.accepted,
                    rejected + other.rejected,
                    duplicates + other.duplicates,
                    refused + other.refused);
        }

        /** Prints one line. */
        public void print(PrintWriter out) {
            out.printf(
                    Locale.ROOT,
                    "%d accepted, %d rejected, %d duplicates, %d deliveries refused%n",
                    accepted,
                    rejected,
                    duplicates,
                    refused);
            out.flush();
        }
    }

    /** Sends to that ingest. */
    public RecordingSender(IngestClient ingest, Source source) {
        this.client = new SourceClient(ingest, source);
        this.source = source;
    }

    /**
     * Sends a recording.
     *
     * @param keepTimes whether events keep their times; else the last one is moved to now, and all others with it
     * @param progress told of the bytes that were sent
     */
    public Totals send(Recording recording, boolean keepTimes, LongConsumer progress) throws IOException {
        Duration shift = keepTimes ? Duration.ZERO : shiftOf(recording);
        Totals[] totals = {Totals.NONE};
        String identity = recording.file().toAbsolutePath().toString();
        recording.forEach(item -> {
            totals[0] = totals[0].plus(send(item, identity + ':' + item.position(), shift));
            progress.accept(item.length());
        });
        return totals[0];
    }

    private Totals send(Item item, String identity, Duration shift) throws IOException {
        Map<String, String> headers = new HashMap<>(item.headers());
        headers.put("X-Phiwatch-Batch", Integer.toHexString(identity.hashCode()) + '-' + item.position());
        headers.putAll(TimeShift.headers(shift, item.body(), source.secrets().getFirst()));
        return client.send(item.body(), headers);
    }

    private Duration shiftOf(Recording recording) throws IOException {
        Adapter adapter = Adapters.all().stream()
                .filter(candidate -> candidate.platform().equals(source.platform()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no adapter for platform " + source.platform()));
        Instant now = SystemClock.get().instant();
        Instant[] last = {Instant.MIN};
        recording.forEach(item -> {
            Delivery delivery = new Delivery(item.body(), item.headers(), now, "replay");
            for (Parsed parsed : adapter.parse(delivery, source)) {
                if (parsed instanceof Parsed.Event event && event.draft().time.isAfter(last[0])) {
                    last[0] = event.draft().time;
                }
            }
        });
        return last[0].equals(Instant.MIN) ? Duration.ZERO : Duration.between(last[0], now);
    }
}
