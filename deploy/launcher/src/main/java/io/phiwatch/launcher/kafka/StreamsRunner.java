package io.phiwatch.launcher.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one topology: starts it, says whether it is healthy, closes it without leaving its group, so that a restart gets
 * its tasks back at once. A thread that dies is replaced; one that keeps dying stops the runner, which health then shows.
 */
public final class StreamsRunner implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(StreamsRunner.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
    private static final int MAX_REPLACEMENTS = 10;

    private final String name;
    private final KafkaStreams streams;
    private final AtomicInteger replacements = new AtomicInteger();
    private final CountDownLatch running = new CountDownLatch(1);

    private StreamsRunner(String name, KafkaStreams streams) {
        this.name = name;
        this.streams = streams;
    }

    /**
     * Starts a topology.
     *
     * @param name application id and group of the topology
     * @param settings Kafka Streams settings, bootstrap servers and state directory among them
     */
    public static StreamsRunner start(String name, Topology topology, Map<String, Object> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
        StreamsRunner runner = new StreamsRunner(name, new KafkaStreams(topology, properties));
        runner.streams.setUncaughtExceptionHandler(runner::onThreadDeath);
        runner.streams.setStateListener(runner::onState);
        runner.streams.start();
        return runner;
    }

    /** Waits until it processes records; false where the time is over before. */
    public boolean awaitRunning(Duration timeout) throws InterruptedException {
        return running.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    public boolean isHealthy() {
        return streams.state() == State.RUNNING || streams.state() == State.REBALANCING;
    }

    /** State in the words of Kafka Streams. */
    public String state() {
        return streams.state().name();
    }

    @Override
    public void close() {
        streams.close(CLOSE_TIMEOUT);
    }

    private void onState(State now, State before) {
        if (now == State.RUNNING) {
            running.countDown();
        }
    }

    private StreamThreadExceptionResponse onThreadDeath(Throwable cause) {
        int count = replacements.incrementAndGet();
        // Class names only: a message may quote a record.
        LOGGER.atError()
                .addKeyValue("application", name)
                .addKeyValue("reason", rootOf(cause).getClass().getName())
                .addKeyValue("count", count)
                .log("stream thread died");
        LOGGER.atDebug().setCause(cause).log("stack of the stream thread that died");
        return count > MAX_REPLACEMENTS
                ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
                : StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static Throwable rootOf(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
