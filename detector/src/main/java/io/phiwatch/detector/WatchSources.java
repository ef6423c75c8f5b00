package io.phiwatch.detector;

import io.phiwatch.detector.behavior.Behavior;
import io.phiwatch.detector.correlate.GroupKey;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.EventRefs;
import io.phiwatch.detector.event.ProfileSelection;
import io.phiwatch.detector.event.SourceEvents;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.Profile;
import io.phiwatch.detector.store.SourceProfiles;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.Heartbeat;
import io.phiwatch.schema.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges sources as wholes: each of their heartbeats, one a second whether they said anything or not, is matched against
 * the rules over sources. Its clock is the heartbeats themselves: where ingest is away, nobody is called silent.
 */
final class WatchSources implements Processor<String, Heartbeat, String, SpecificRecord> {
    private static final Logger LOGGER = LoggerFactory.getLogger(WatchSources.class);

    private final RulesInForce inForce;
    private final DetectorTopology.ProfileFields fields;
    private final DetectorMetrics metrics;

    // Set by init, which Kafka Streams calls first.
    private @Nullable Task task;
    private @Nullable Matching matching;

    private record Task(ProcessorContext<String, SpecificRecord> context, SourceProfiles profiles) {}

    private record Matching(CompiledRules rules, RuleMatcher matcher) {}

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
                        selection));
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
        EnrichedEvent second = new EnrichedEvent(event, ref, null, null, null, beat);
        Behavior behavior = own.profiles.count(second, beat);
        judge(own, record, second.with(behavior), beat);
    }

    private void judge(Task own, Record<String, Heartbeat> record, EnrichedEvent second, Heartbeat beat) {
        Matching current = matchingAt(record.timestamp());
        List<DetectionRule> matched = new ArrayList<>();
        current.matcher.match(second, matched::add);
        for (DetectionRule rule : matched) {
            metrics.matched(rule.metadata().id());
            if (rule.alerts()) {
                Alert alert = current.rules.alertOf(rule).alert(second, Instant.ofEpochMilli(record.timestamp()));
                metrics.alerted(alert.getRuleId(), 1);
                forward(own, record, alert.getEntityKey(), alert, DetectorTopology.WRITE_SOURCE_ALERTS);
            }
        }
        if (matched.stream()
                .anyMatch(rule -> AlertedActors.counts(rule.metadata().level()))) {
            own.profiles.taint(beat);
        }
        current.rules.signalsOf(matched).forEach((correlation, counted) -> {
            List<Signal> signals = correlation.signals(counted, second);
            signals.forEach(signal -> forward(
                    own,
                    record,
                    new GroupKey(signal.getTenant(), signal.getRuleId(), signal.getGroup()).toString(),
                    signal,
                    DetectorTopology.WRITE_SOURCE_SIGNALS));
            if (signals.isEmpty()) {
                metrics.fieldMissing(correlation.id());
            } else {
                metrics.signalled(correlation.id(), signals.size());
            }
        });
    }

    private Matching matchingAt(long time) {
        CompiledRules rules = inForce.at(time);
        Matching current = matching;
        if (current == null || current.rules != rules) {
            current = new Matching(rules, rules.newSourceMatcher(this::onQuarantine));
            matching = current;
        }
        return current;
    }

    private void onQuarantine(DetectionRule rule, RuntimeException failure) {
        metrics.quarantined(rule.metadata().id());
        LOGGER.atError()
                .addKeyValue("ruleId", rule.metadata().id())
                .addKeyValue("reason", failure.getClass().getName())
                .log("rule quarantined for a source");
    }

    private static void forward(
            Task own, Record<String, Heartbeat> record, String key, SpecificRecord value, String to) {
        own.context.forward(record.withKey(key).withValue(value), to);
    }
}
