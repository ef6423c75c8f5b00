package io.phiwatch.launcher.kafka;

import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topic.Cleanup;
import io.phiwatch.schema.Topic.Partitioning;
import io.phiwatch.schema.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the topics of the catalogue where they are missing, and compares those that are there with it. */
public final class TopicAdmin implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 30;

    private final Admin admin;

    public TopicAdmin(Map<String, Object> kafkaProperties) {
        this.admin = Admin.create(kafkaProperties);
    }

    /**
     * Makes what is missing. Topics that are there are left as they are.
     *
     * @param partitions partitions of every topic but the single ones; fixed at creation, since keys decide them
     * @param replication replication factor; empty takes the broker's default
     */
    public void ensure(Topics topics, int partitions, Optional<Short> replication) {
        Set<String> existing = await(admin.listTopics().names());
        List<NewTopic> missing = topics.all().stream()
                .filter(topic -> !existing.contains(topic.name()))
                .map(topic -> newTopic(topic, partitions, replication))
                .toList();
        create(admin, missing);
    }

    /** Makes topics, but those that another made in the meantime; returns when all of them can be written to. */
    public static void create(Admin admin, List<NewTopic> topics) {
        admin.createTopics(topics).values().values().forEach(TopicAdmin::awaitCreation);
        awaitLeaders(admin, topics);
    }

    /**
     * A broker tells of a new partition a moment before it can write to it. An idempotent producer whose first batch
     * comes in that moment and whose second does not is refused as out of order until its delivery times out.
     */
    private static void awaitLeaders(Admin admin, List<NewTopic> topics) {
        List<String> names = topics.stream().map(NewTopic::name).toList();
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (NewTopic topic : topics) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        long start = System.nanoTime();
        // Offsets are asked for last: the client calls a topic that it cannot find yet an error in the log.
        while (!isDone(admin.describeTopics(names).allTopicNames())
                || !isDone(admin.listOffsets(ends).all())) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS)) {
                throw new BrokerException("the broker does not bring up new topics", null);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** Whether the broker could answer; false where it does not know a topic yet. */
    private static boolean isDone(KafkaFuture<?> answer) {
        try {
            await(answer);
            return true;
        } catch (BrokerException e) {
            if (e.getCause() instanceof ExecutionException refusal
                    && refusal.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    /** What is wrong with the topics: missing ones, and groups whose partition counts differ. Empty when all is well. */
    public List<String> faults(Topics topics) {
        Set<String> existing = await(admin.listTopics().names());
        List<String> faults = new ArrayList<>();
        List<Topic<?>> present = new ArrayList<>();
        for (Topic<?> topic : topics.all()) {
            if (existing.contains(topic.name())) {
                present.add(topic);
            } else {
                faults.add("topic " + topic.name() + " is missing: start any role once, or create it");
            }
        }
        Map<String, TopicDescription> descriptions = await(
                admin.describeTopics(present.stream().map(Topic::name).toList()).allTopicNames());
        for (Partitioning partitioning : Partitioning.values()) {
            List<Integer> counts = present.stream()
                    .filter(topic -> topic.partitioning() == partitioning)
                    .flatMap(topic -> Stream.ofNullable(descriptions.get(topic.name())))
                    .map(description -> description.partitions().size())
                    .distinct()
                    .toList();
            if (counts.size() > 1) {
                faults.add("topics partitioned by " + partitioning + " must have one partition count, not " + counts);
            }
        }
        return faults;
    }

    /** Partitions of a topic that is there. */
    public int partitionsOf(Topic<?> topic) {
        KafkaFuture<TopicDescription> description = Objects.requireNonNull(
                admin.describeTopics(List.of(topic.name())).topicNameValues().get(topic.name()));
        return await(description).partitions().size();
    }

    @Override
    public void close() {
        admin.close();
    }

    private static NewTopic newTopic(Topic<?> topic, int partitions, Optional<Short> replication) {
        int count = topic.partitioning() == Partitioning.SINGLE ? 1 : partitions;
        boolean isCompacted = topic.cleanup() == Cleanup.COMPACT;
        return new NewTopic(topic.name(), Optional.of(count), replication)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        isCompacted ? TopicConfig.CLEANUP_POLICY_COMPACT : TopicConfig.CLEANUP_POLICY_DELETE,
                        isCompacted ? TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG : TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(topic.retention().toMillis())));
    }

    private static void awaitCreation(KafkaFuture<Void> creation) {
        try {
            creation.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new BrokerException("the broker refused to create a topic", e.getCause());
            }
        } catch (TimeoutException e) {
            throw new BrokerException("the broker does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException("interrupted", e);
        }
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new BrokerException("the broker does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException("interrupted", e);
        }
    }
}
