package io.phiwatch.detector;

import io.phiwatch.detector.behavior.Snapshots;
import io.phiwatch.schema.ProfileSnapshot;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Tells of each record on the topic of profiles, as {@link FollowRules} does of rules. */
final class FollowProfiles implements Processor<String, ProfileSnapshot, Void, Void> {
    private final Snapshots snapshots;

    FollowProfiles(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public void process(Record<String, ProfileSnapshot> record) {
        @Nullable ProfileSnapshot value = record.value();
        snapshots.accept(record.key(), value);
    }
}
