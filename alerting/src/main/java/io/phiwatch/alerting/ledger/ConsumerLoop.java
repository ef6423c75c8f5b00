package io.phiwatch.alerting.ledger;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread with a consumer of its own. After a failure it starts over from what was committed, so that what its body does
 * is done at least once.
 *
 * @param <V> values of the topic
 */
final class ConsumerLoop<V> implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConsumerLoop.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final String name;
    private final Supplier<Consumer<String, V>> consumers;
    private final Body<V> body;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /** What is done over and over: poll, act, commit. */
    @FunctionalInterface
    interface Body<V> {
        void run(Consumer<String, V> consumer) throws IOException, InterruptedException;
    }

    private ConsumerLoop(String name, Supplier<Consumer<String, V>> consumers, Body<V> body) {
        this.name = name;
        this.consumers = consumers;
        this.body = body;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    static <V> ConsumerLoop<V> start(String name, Supplier<Consumer<String, V>> consumers, Body<V> body) {
        ConsumerLoop<V> loop = new ConsumerLoop<>(name, consumers, body);
        loop.thread.start();
        return loop;
    }

    private void run() {
        while (isOpen()) {
            try (Consumer<String, V> consumer = consumers.get()) {
                while (isOpen()) {
                    body.run(consumer);
                }
            } catch (WakeupException | InterruptException | InterruptedException e) {
                return;
            } catch (KafkaException | IOException e) {
                // Its message may name an address; its class does not.
                LOGGER.atWarn()
                        .addKeyValue("loop", name)
                        .addKeyValue("reason", e.getClass().getSimpleName())
                        .log("starts over after a failure");
                pause();
            }
        }
    }

    private boolean isOpen() {
        return closing.getCount() > 0;
    }

    private void pause() {
        try {
            boolean closed = closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
            LOGGER.atDebug()
                    .addKeyValue("loop", name)
                    .addKeyValue("closed", closed)
                    .log("goes on");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            // A consumer that is interrupted while it polls closes with an error; only one that hangs deserves it.
            if (!thread.join(STOP)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
