package io.phiwatch.ingest.pull;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.privacy.Sealer;
import io.phiwatch.ingest.publish.BrokerUnavailableException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running fetches, each on a thread of its own until it is not wanted any more. Thread-safe. */
public final class Pulls implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Pulls.class);
    private static final Duration LAST_STEPS = Duration.ofSeconds(2);

    private final Path folder;
    private final Function<Pull, Fed> feeds;
    private final World world;
    private final Map<Job, Running> running = new HashMap<>();

    /**
     * No fetches yet.
     *
     * @param folder where the states of fetches are kept
     * @param feeds what each is fed into
     */
    public Pulls(Path folder, Function<Pull, Fed> feeds, World world) {
        this.folder = folder;
        this.feeds = feeds;
        this.world = world;
    }

    /**
     * What fetches need.
     *
     * @param sealer seals their states
     */
    public record World(Sealer sealer, InstantSource clock, MeterRegistry registry) {}

    /** A source with other secrets or settings is another job. */
    private record Job(Pull pull, Source source) {}

    private record Running(Thread thread, CountDownLatch closed) {}

    /**
     * Fetches these from now on: those that go on are left alone, others are stopped before new ones start, since the
     * new ones go on where they came to.
     */
    public synchronized void replace(List<Pull> pulls) {
        Map<Job, Fed> wanted = new LinkedHashMap<>();
        for (Pull pull : pulls) {
            Fed fed = feeds.apply(pull);
            wanted.put(new Job(pull, fed.source()), fed);
        }
        stop(running.keySet().stream().filter(job -> !wanted.containsKey(job)).toList());
        wanted.forEach((job, fed) -> running.computeIfAbsent(job, missing -> start(missing.pull(), fed)));
    }

    private Running start(Pull pull, Fed fed) {
        Fetcher fetcher = fetcher(pull, fed, StateFile.ofPull(folder, fed.source(), world.sealer()));
        CountDownLatch closed = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual().name("pull-" + fetcher.sourceId()).start(() -> run(fetcher, closed));
        return new Running(thread, closed);
    }

    private Fetcher fetcher(Pull pull, Fed fed, StateFile file) {
        return switch (pull) {
            case Poll poll -> new Poller(poll, fed, file, world.clock());
            case TopicPull topic ->
                new TopicFetcher(topic, fed, world.clock(), () -> new KafkaConsumer<>(TopicFetcher.properties(topic)));
            case BucketPull bucket -> new BucketFetcher(bucket, fed, file, world.clock(), () -> S3Clients.of(bucket));
        };
    }

    private void run(Fetcher fetcher, CountDownLatch closed) {
        try (fetcher) {
            Duration pause = Duration.ZERO;
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = fetch(fetcher, closed) ? fetcher.every() : fetcher.pauseAfterFailure();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it came to its end. */
    private boolean fetch(Fetcher fetcher, CountDownLatch closed) throws InterruptedException {
        try {
            fetcher.fetch(closed);
            count(fetcher, "done");
            return true;
        } catch (PullException | BrokerUnavailableException | UncheckedIOException e) {
            warn(fetcher, e.getMessage());
        } catch (RuntimeException e) {
            // class only: a parser's message quotes what it read
            warn(fetcher, e.getClass().getSimpleName());
        }
        count(fetcher, "failed");
        return false;
    }

    private static void warn(Fetcher fetcher, @Nullable String reason) {
        LOGGER.atWarn()
                .addKeyValue("sourceId", fetcher.sourceId())
                .addKeyValue("reason", reason)
                .log("a fetch did not come to its end; it is repeated");
    }

    private void count(Fetcher fetcher, String outcome) {
        world.registry()
                .counter("phiwatch.ingest.fetches", "source", fetcher.sourceId(), "outcome", outcome)
                .increment();
    }

    /** Ends every wait, then what still runs. */
    @Override
    public synchronized void close() {
        stop(List.copyOf(running.keySet()));
    }

    private void stop(List<Job> jobs) {
        List<Running> ending = jobs.stream()
                .flatMap(job -> Optional.ofNullable(running.remove(job)).stream())
                .toList();
        ending.forEach(one -> one.closed().countDown());
        for (Running one : ending) {
            try {
                if (!one.thread().join(LAST_STEPS)) {
                    one.thread().interrupt();
                    one.thread().join(LAST_STEPS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
