package io.phiwatch.detector;

import io.phiwatch.detector.behavior.Behavior;
import io.phiwatch.detector.correlate.GroupKey;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.EventRefs;
import io.phiwatch.detector.event.ProfileSelection;
import io.phiwatch.detector.event.SourceEvents;
import io.phiwatch.detector.sigma.Profile;
import io.phiwatch.detector.store.SourceProfiles;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.Heartbeat;
import io.phiwatch.schema.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Judges sources as wholes: each of their heartbeats, one a second whether they said anything or not, is matched against
 * the rules over sources. Its clock is the heartbeats themselves: where ingest is away, nobody is called silent.
 */
final class WatchSources implements Processor<String, Heartbeat, String, SpecificRecord> {
    private final RulesInForce inForce;
    private final DetectorTopology.ProfileFields fields;
    private final DetectorMetrics metrics;

    // Set by init, which Kafka Streams calls first.
    private @Nullable Task task;

    private record Task(ProcessorContext<String, SpecificRecord> context, SourceProfiles profiles, Judge judge) {}

    WatchSources(RulesInForce inForce, DetectorTopology.ProfileFields fields, DetectorMetrics metrics) {
        this.inForce = inForce;
        this.fields = fields;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        ProfileSelection selection = fields.about(Profile.Subject.SOURCE);
        task = new Task(
                context,
                new SourceProfiles(
                        context.getStateStore(DetectorTopology.SOURCES),
                        context.getStateStore(DetectorTopology.SOURCE_SEASONS),
                        selection),
                new Judge(
                        inForce,
                        CompiledRules::newSourceMatcher,
                        new OwnAlerts(context.getStateStore(DetectorTopology.OWN_SOURCE_ALERTS)),
                        metrics,
                        new Telling()));
    }

    @Override
    public void process(Record<String, Heartbeat> record) {
        Task own = Objects.requireNonNull(task);
        @Nullable Heartbeat beat = record.value();
        if (beat == null) {
            metrics.unexpected.increment();
            return;
        }
        RecordMetadata place = own.context.recordMetadata().orElseThrow();
        AccessEvent event = SourceEvents.of(beat, Instant.ofEpochMilli(record.timestamp()));
        EventRef ref = EventRefs.of(event, place.topic(), place.partition(), place.offset());
        EnrichedEvent second = new EnrichedEvent(event, ref, null, null, null, null, beat);
        Behavior behavior = own.profiles.count(second, beat);
        Judge.Matches matches = own.judge.match(new Judge.Judged(record, second.with(behavior), 0), record.timestamp());
        own.judge.tell(matches);
        own.judge.report();
        if (matches.matched().stream()
                .anyMatch(rule -> AlertedActors.counts(rule.metadata().level()))) {
            own.profiles.taint(beat);
        }
    }

    /** Where to with what its judge says. */
    private final class Telling implements Judge.Out {
        @Override
        public void alert(Judge.Judged about, Alert alert) {
            ownAlert(about, alert);
        }

        @Override
        public void signals(Judge.Judged of, List<Judge.Told> signals) {
            for (Judge.Told told : signals) {
                Signal signal = told.signal();
                forward(of, GroupKey.of(signal), signal, DetectorTopology.WRITE_SOURCE_SIGNALS);
            }
        }

        @Override
        public void ownAlert(Judge.Judged at, Alert alert) {
            metrics.alerted(alert.getRuleId(), 1);
            forward(at, alert.getEntityKey(), alert, DetectorTopology.WRITE_SOURCE_ALERTS);
        }

        private void forward(Judge.Judged from, String key, SpecificRecord value, String to) {
            Objects.requireNonNull(task)
                    .context
                    .forward(from.record().withKey(key).withValue(value), to);
        }
    }
}
