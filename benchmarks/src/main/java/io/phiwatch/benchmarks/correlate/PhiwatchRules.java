package io.phiwatch.benchmarks.correlate;

import io.phiwatch.benchmarks.correlate.Correlation.Thresholds;
import io.phiwatch.benchmarks.correlate.Occurrence.Kind;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.DestinationRelation;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.NetworkKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The three rules in Sigma, and the events in phiwatch's own form. */
final class PhiwatchRules {
    @SuppressWarnings("InlineFormatString") // the rules read better apart from what loads them
    private static final String RULES = """
            title: A read
            id: 00000000-0000-4000-8000-000000000001
            name: read
            logsource: {product: phiwatch, category: access}
            detection: {selection: {action: read}, condition: selection}
            phiwatch: {entity: {kind: actor, fields: [actor.id]}}
            ---
            title: A failed login
            id: 00000000-0000-4000-8000-000000000002
            name: failed-login
            logsource: {product: phiwatch, category: access}
            detection: {selection: {action: login, outcome: failure}, condition: selection}
            phiwatch: {entity: {kind: actor, fields: [actor.id]}}
            ---
            title: An export
            id: 00000000-0000-4000-8000-000000000003
            name: export
            logsource: {product: phiwatch, category: access}
            detection: {selection: {action: export}, condition: selection}
            phiwatch: {entity: {kind: actor, fields: [actor.id]}}
            ---
            title: Many reads
            id: 00000000-0000-4000-8000-000000000004
            name: count
            correlation: {type: event_count, rules: [read], group-by: [actor.id], timespan: 1m, condition: {gte: %d}}
            phiwatch: {entity: {kind: actor, fields: [actor.id]}}
            ---
            title: Many patients
            id: 00000000-0000-4000-8000-000000000005
            name: distinct
            correlation:
              type: value_count
              rules: [read]
              group-by: [actor.id]
              timespan: 10m
              condition: {field: patients, gte: %d}
            phiwatch: {entity: {kind: actor, fields: [actor.id]}}
            ---
            title: A failed login and then an export
            id: 00000000-0000-4000-8000-000000000006
            name: ordered
            correlation:
              type: temporal_ordered
              rules: [failed-login, export]
              group-by: [actor.id]
              timespan: 5m
            phiwatch: {entity: {kind: actor, fields: [actor.id]}}
            """;

    private static final TopicSerdes SERDES = new TopicSerdes(BundledSchemas.load());

    static {
        // The first serde lets Avro trust phiwatch's records, which are built here before any is read.
        SERDES.value(new Topics(Topics.DEFAULT_PREFIX).signals());
    }

    private final RuleSet set;

    PhiwatchRules(Thresholds thresholds) {
        set = RuleSet.of(List.of(new RuleFile(
                "bench.yml", String.format(Locale.ROOT, RULES, thresholds.reads(), thresholds.patients()))));
    }

    static TopicSerdes serdes() {
        return SERDES;
    }

    RuleSet set() {
        return set;
    }

    /** The rule that such an event matches. */
    DetectionRule matchedBy(Kind kind) {
        return (DetectionRule) set.byId(name(kind)).orElseThrow();
    }

    /** The rules that count such an event. */
    List<CorrelationRule> counting(Kind kind) {
        return set.correlationsOf(matchedBy(kind));
    }

    /** Which of the three the rule of that id is; empty for a rule over single events. */
    Optional<Correlation> correlation(String ruleId) {
        return set.correlations().stream()
                .map(CorrelationRule::metadata)
                .filter(metadata -> metadata.id().equals(ruleId))
                .map(metadata -> Correlation.valueOf(metadata.name().toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static AccessEvent event(Occurrence one) {
        return AccessEvent.newBuilder()
                .setEventId(one.id())
                .setEventTime(Instant.ofEpochMilli(one.time()))
                .setEventReceived(Instant.ofEpochMilli(one.received()))
                .setTenant("acme")
                .setEnvironment(Environment.production)
                .setSurface(Surface.portal)
                .setSourceId("bench")
                .setSourcePlatform("fhir")
                .setSourceMaxDelayMs(Load.MAX_DELAY.toMillis())
                .setAction(action(one.kind()))
                .setActionNative("bench")
                .setOutcome(one.kind() == Kind.FAILED_LOGIN ? Outcome.failure : Outcome.success)
                .setActorId(one.actor())
                .setActorKind(ActorKind.staff)
                .setClientNetwork(NetworkKind.unknown)
                .setObjectType("patient")
                .setObjectId(one.value())
                .setPatients(List.of(one.value()))
                .setDestinationRelation(DestinationRelation.unknown)
                .build();
    }

    static Action action(Kind kind) {
        return switch (kind) {
            case READ -> Action.read;
            case FAILED_LOGIN -> Action.login;
            case EXPORT -> Action.export;
        };
    }
}
