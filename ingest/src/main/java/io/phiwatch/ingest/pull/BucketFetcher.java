package io.phiwatch.ingest.pull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.JsonPayload;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Reads the objects of a folder in the order of their last change, each version (key and ETag) once. Remembered are the
 * time of the newest object that was read and the versions inside the overlap behind it. Used by one thread.
 */
final class BucketFetcher implements Fetcher {
    private static final int BATCH_CHARS = 256 * 1024;
    private static final int LARGEST_DOCUMENT = 32 * 1024 * 1024;
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final BucketPull pull;
    private final Fed fed;
    private final StateFile file;
    private final InstantSource clock;
    private final Supplier<S3Client> clients;
    private @Nullable S3Client client;

    BucketFetcher(BucketPull pull, Fed fed, StateFile file, InstantSource clock, Supplier<S3Client> clients) {
        this.pull = pull;
        this.fed = fed;
        this.file = file;
        this.clock = clock;
        this.clients = clients;
    }

    @Override
    public String sourceId() {
        return pull.sourceId();
    }

    @Override
    public Duration every() {
        return pull.every();
    }

    @Override
    public Duration pauseAfterFailure() {
        return pull.every().compareTo(AFTER_FAILURE) < 0 ? pull.every() : AFTER_FAILURE;
    }

    @Override
    public void fetch(CountDownLatch closed) throws InterruptedException {
        S3Client open = client == null ? clients.get() : client;
        client = open;
        State state = State.of(file.load().orElse(JsonNodeFactory.instance.objectNode()));
        Instant since = state.newest.minus(pull.overlap());
        try {
            List<S3Object> objects = open
                    .listObjectsV2Paginator(
                            request -> request.bucket(pull.bucket()).prefix(pull.prefix()))
                    .contents()
                    .stream()
                    .filter(object -> object.lastModified().isAfter(since))
                    .filter(object -> !object.eTag().equals(state.seen.get(object.key())))
                    .sorted(Comparator.comparing(S3Object::lastModified).thenComparing(S3Object::key))
                    .toList();
            for (S3Object object : objects) {
                if (closed.getCount() == 0) {
                    throw new InterruptedException();
                }
                deliver(open, object);
                file.save(state.with(object, pull.overlap()));
            }
        } catch (SdkException e) {
            // class only: messages quote keys
            throw new PullException(e.getClass().getSimpleName());
        } catch (IOException e) {
            throw new PullException(e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }

    private void deliver(S3Client open, S3Object object) throws IOException {
        try (InputStream in = unpacked(open.getObject(
                request -> request.bucket(pull.bucket()).key(object.key()).ifMatch(object.eTag())))) {
            String identity = object.key() + '#' + object.eTag();
            if (pull.lines()) {
                lines(in, identity);
            } else {
                byte[] body = in.readNBytes(LARGEST_DOCUMENT);
                if (body.length == LARGEST_DOCUMENT) {
                    throw new PullException("an object is larger than " + LARGEST_DOCUMENT + " bytes");
                }
                take(body, identity);
            }
        }
    }

    private void lines(InputStream in, String identity) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        StringBuilder batch = new StringBuilder();
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            batch.append(line).append('\n');
            if (batch.length() >= BATCH_CHARS) {
                take(batch.toString().getBytes(StandardCharsets.UTF_8), identity + ':' + number++);
                batch.setLength(0);
            }
        }
        if (!batch.isEmpty()) {
            take(batch.toString().getBytes(StandardCharsets.UTF_8), identity + ':' + number);
        }
    }

    private void take(byte[] body, String id) {
        Map<String, String> headers = Map.of("Content-Type", pull.lines() ? "text/plain" : "application/json");
        fed.door().take(fed.source(), fed.adapter(), new Delivery(body, headers, clock.instant(), id));
    }

    /** Told by its first bytes: names and content types of log objects often do not say it. */
    private static InputStream unpacked(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in);
        buffered.mark(2);
        boolean zipped = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        return zipped ? new GZIPInputStream(buffered) : buffered;
    }

    /** What is remembered: ETags by key inside the overlap, with the times of their objects. */
    private static final class State {
        Instant newest = Instant.EPOCH;
        final Map<String, String> seen = new HashMap<>();
        final Map<String, Instant> times = new HashMap<>();

        static State of(JsonNode document) {
            State state = new State();
            state.newest = Instant.ofEpochMilli(document.path("newest").asLong());
            document.path("seen").properties().forEach(entry -> {
                state.seen.put(entry.getKey(), JsonPayload.text(entry.getValue(), "etag"));
                state.times.put(
                        entry.getKey(),
                        Instant.ofEpochMilli(entry.getValue().path("time").asLong()));
            });
            return state;
        }

        JsonNode with(S3Object object, Duration overlap) {
            seen.put(object.key(), object.eTag());
            times.put(object.key(), object.lastModified());
            newest = object.lastModified().isAfter(newest) ? object.lastModified() : newest;
            Instant horizon = newest.minus(overlap);
            times.values().removeIf(time -> !time.isAfter(horizon));
            seen.keySet().retainAll(times.keySet());
            ObjectNode document = JsonNodeFactory.instance.objectNode().put("newest", newest.toEpochMilli());
            ObjectNode kept = document.putObject("seen");
            seen.forEach((key, etag) -> kept.putObject(key)
                    .put("etag", etag)
                    .put("time", times.getOrDefault(key, newest).toEpochMilli()));
            return document;
        }
    }
}
