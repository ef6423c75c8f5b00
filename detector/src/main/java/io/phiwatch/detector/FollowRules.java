package io.phiwatch.detector;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Tells of each record on the topic of rules. Every instance reads all of them: Kafka Streams hands over what is there
 * before the first event is processed, committed records only, and what comes later as it comes.
 */
final class FollowRules implements Processor<String, SpecificRecord, Void, Void> {
    private final ActiveRules rules;

    FollowRules(ActiveRules rules) {
        this.rules = rules;
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        @Nullable SpecificRecord value = record.value();
        rules.accept(record.key(), value);
    }
}
