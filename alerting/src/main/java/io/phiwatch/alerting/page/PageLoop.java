package io.phiwatch.alerting.page;

import io.phiwatch.schema.Notification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads notifications for one sink, on one thread: send, record, commit; one at a time, in order. */
final class PageLoop implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(PageLoop.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final PagerConfig config;
    private final Sink sink;
    private final Consumer<String, Notification> consumer;
    private final String topic;
    private final PageLog log;
    private final Courier courier;
    private final Thread thread;
    private volatile boolean stopped;

    PageLoop(PagerConfig config, Sink sink, Consumer<String, Notification> consumer, String topic, PageLog log) {
        this.config = config;
        this.sink = sink;
        this.consumer = consumer;
        this.topic = topic;
        this.log = log;
        this.courier = new Courier(sink, config);
        this.thread = new Thread(this, "pager-" + sink.name());
    }

    void start() {
        thread.start();
    }

    boolean isRunning() {
        return thread.isAlive();
    }

    void stop() {
        stopped = true;
        consumer.wakeup();
        thread.interrupt();
    }

    void await() {
        try {
            thread.join(STOP_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            consumer.subscribe(List.of(topic));
            while (!stopped) {
                pollOnce();
            }
        } catch (InterruptedException | InterruptException | WakeupException e) {
            LOGGER.atDebug().addKeyValue("sink", sink.name()).log("pager interrupted");
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .addKeyValue("sink", sink.name())
                    .addKeyValue("reason", e.getClass().getSimpleName())
                    .log("pager stopped by a fault");
        } finally {
            // A consumer that closes while interrupted leaves its group without a word, and the next start waits for
            // it.
            Thread.interrupted();
            consumer.close();
        }
    }

    private void pollOnce() throws InterruptedException {
        try {
            for (ConsumerRecord<String, Notification> message : consumer.poll(POLL)) {
                page(message);
            }
        } catch (RecordDeserializationException e) {
            LOGGER.atError()
                    .addKeyValue("topic", e.topicPartition().topic())
                    .addKeyValue("partition", e.topicPartition().partition())
                    .addKeyValue("offset", e.offset())
                    .log("skipped a notification that cannot be read");
            consumer.seek(e.topicPartition(), e.offset() + 1);
        } catch (RetriableException e) {
            LOGGER.atWarn()
                    .addKeyValue("sink", sink.name())
                    .addKeyValue("reason", e.getClass().getSimpleName())
                    .log("notifications cannot be read yet");
        }
    }

    private void page(ConsumerRecord<String, Notification> message) throws InterruptedException {
        if (message.value() != null) {
            Page page = Page.of(message.value(), config.consoleUrl());
            log.record(page, sink.name(), courier.deliver(page));
        }
        commit(message);
    }

    private void commit(ConsumerRecord<String, Notification> message) {
        TopicPartition partition = new TopicPartition(message.topic(), message.partition());
        try {
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(message.offset() + 1)));
        } catch (CommitFailedException | RebalanceInProgressException e) {
            // Another process took the partition over; it may send this page once more.
            LOGGER.atWarn()
                    .addKeyValue("partition", message.partition())
                    .addKeyValue("offset", message.offset())
                    .log("a page was sent but not committed");
        }
    }
}
