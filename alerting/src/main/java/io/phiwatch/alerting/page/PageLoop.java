package io.phiwatch.alerting.page;

import io.phiwatch.alerting.oncall.Responder;
import io.phiwatch.schema.PageOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads orders for one sink, on one thread: note the intent, send, record, commit; one at a time, in order. The intent
 * stands beside the committed offset, so that whoever takes an order up again knows that it may have been sent.
 */
final class PageLoop implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(PageLoop.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final String SENDING = "sending";
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final PagerConfig config;
    private final Sink sink;
    private final Consumer<String, PageOrder> consumer;
    private final String topic;
    private final PageLog log;
    private final SinkBoard health;
    private final Courier courier;
    private final Thread thread;
    private volatile boolean stopped;

    PageLoop(PagerConfig config, Sink sink, Consumer<String, PageOrder> consumer, String topic, Records records) {
        this.config = config;
        this.sink = sink;
        this.consumer = consumer;
        this.topic = topic;
        this.log = records.log();
        this.health = records.health();
        this.courier = new Courier(sink, config);
        this.thread = new Thread(this, "pager-" + sink.name());
    }

    /** Where what became of pages is written down. */
    record Records(PageLog log, SinkBoard health) {}

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
            for (ConsumerRecord<String, PageOrder> message : consumer.poll(POLL)) {
                page(message);
            }
        } catch (RecordDeserializationException e) {
            LOGGER.atError()
                    .addKeyValue("topic", e.topicPartition().topic())
                    .addKeyValue("partition", e.topicPartition().partition())
                    .addKeyValue("offset", e.offset())
                    .log("skipped an order that cannot be read");
            consumer.seek(e.topicPartition(), e.offset() + 1);
        } catch (RetriableException e) {
            LOGGER.atWarn()
                    .addKeyValue("sink", sink.name())
                    .addKeyValue("reason", e.getClass().getSimpleName())
                    .log("orders cannot be read yet");
        }
    }

    private void page(ConsumerRecord<String, PageOrder> message) throws InterruptedException {
        PageOrder order = message.value();
        if (order == null || !order.getSink().equals(sink.name())) {
            return;
        }
        Page page = Page.of(order, config.consoleUrl(), contact(order));
        Page sent = wasTakenUp(message) ? page.asResend() : page;
        if (!commit(message, new OffsetAndMetadata(message.offset(), SENDING))) {
            // Another process took the partition over: it sends this page.
            return;
        }
        Courier.Outcome outcome = courier.deliver(sent);
        health.update(sink.name(), outcome);
        log.record(sent, sink.name(), outcome);
        commit(message, new OffsetAndMetadata(message.offset() + 1));
    }

    private @Nullable String contact(PageOrder order) {
        return Optional.ofNullable(order.getRecipient())
                .flatMap(config.roster()::responder)
                .flatMap((Responder person) -> person.contact(sink.name()))
                .orElse(null);
    }

    /** Whether another run, or another process, noted that it would send this order, and not what became of it. */
    private boolean wasTakenUp(ConsumerRecord<String, PageOrder> message) {
        TopicPartition partition = new TopicPartition(message.topic(), message.partition());
        OffsetAndMetadata noted = consumer.committed(Set.of(partition)).get(partition);
        return noted != null
                && noted.offset() == message.offset()
                && noted.metadata().equals(SENDING);
    }

    private boolean commit(ConsumerRecord<String, PageOrder> message, OffsetAndMetadata position) {
        TopicPartition partition = new TopicPartition(message.topic(), message.partition());
        try {
            consumer.commitSync(Map.of(partition, position));
            return true;
        } catch (CommitFailedException | RebalanceInProgressException e) {
            LOGGER.atWarn()
                    .addKeyValue("partition", message.partition())
                    .addKeyValue("offset", message.offset())
                    .log("the state of a page was not committed: its partition was taken over");
            return false;
        }
    }
}
