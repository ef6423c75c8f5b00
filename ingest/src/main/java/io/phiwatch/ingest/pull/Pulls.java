package io.phiwatch.ingest.pull;

import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.ingest.privacy.Sealer;
import io.phiwatch.ingest.publish.BrokerUnavailableException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running fetches, each on a thread of its own until it is closed. Thread-safe. */
public final class Pulls implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Pulls.class);
    private static final Duration LAST_STEPS = Duration.ofSeconds(2);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final MeterRegistry registry;

    private Pulls(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * What fetches need.
     *
     * @param sealer seals their states
     */
    public record World(Sealer sealer, InstantSource clock, MeterRegistry registry) {}

    /** Starts the fetches; {@code feeds} says for each of them what it is fed into. */
    public static Pulls start(PullConfig config, Function<Pull, Fed> feeds, World world) {
        Pulls pulls = new Pulls(world.registry());
        for (Pull pull : config.pulls()) {
            Fed fed = feeds.apply(pull);
            StateFile file = new StateFile(config.folder(), fed.source(), world.sealer());
            Fetcher fetcher = fetcher(pull, fed, file, world);
            pulls.threads.add(
                    Thread.ofVirtual().name("pull-" + fetcher.sourceId()).start(() -> pulls.run(fetcher)));
        }
        return pulls;
    }

    private static Fetcher fetcher(Pull pull, Fed fed, StateFile file, World world) {
        return switch (pull) {
            case Poll poll -> new Poller(poll, fed, file, world.clock());
            case TopicPull topic ->
                new TopicFetcher(topic, fed, world.clock(), () -> new KafkaConsumer<>(TopicFetcher.properties(topic)));
            case BucketPull bucket -> new BucketFetcher(bucket, fed, file, world.clock(), () -> S3Clients.of(bucket));
        };
    }

    private void run(Fetcher fetcher) {
        try (fetcher) {
            Duration pause = Duration.ZERO;
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = fetch(fetcher) ? fetcher.every() : fetcher.pauseAfterFailure();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it came to its end. */
    private boolean fetch(Fetcher fetcher) throws InterruptedException {
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
        registry.counter("phiwatch.ingest.fetches", "source", fetcher.sourceId(), "outcome", outcome)
                .increment();
    }

    /** Ends every wait, then what still runs. */
    @Override
    public void close() {
        closed.countDown();
        for (Thread thread : threads) {
            try {
                if (!thread.join(LAST_STEPS)) {
                    thread.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
