package io.phiwatch.detector;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.phiwatch.detector.correlate.Correlator;
import io.phiwatch.detector.rules.ActiveSet;
import io.phiwatch.detector.rules.PublishedRules;
import io.phiwatch.detector.rules.RulesTrust;
import io.phiwatch.detector.rules.Verdict;
import io.phiwatch.detector.sigma.RuleSet;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules that the topic of rules puts in force, and the pack of the jar until it does. A set comes into force whole,
 * for what ingest receives from its time of activation on; what was received before is judged by the set before, also
 * when it is read later. One thread tells it of records, any may ask.
 */
public final class ActiveRules implements RulesInForce {
    /** Sets that are remembered: for a backlog, and for correlations whose alerts are still open. */
    static final int MOST_SETS = 16;

    private static final int MOST_REJECTED = 100;
    private static final Logger LOGGER = LoggerFactory.getLogger(ActiveRules.class);

    private final PublishedRules published;
    private final Duration maxDelay;
    private final Counter accepted;
    private final Counter refused;

    // Both are replaced, never changed.
    private volatile List<Dated> newestFirst;
    private volatile List<Verdict.Rejected> rejected = List.of();

    private record Dated(long version, long from, CompiledRules rules) {}

    /**
     * Starts with a pack.
     *
     * @param maxDelay the largest delay of any source
     * @param trust whose sets are taken
     */
    public ActiveRules(RuleSet pack, Duration maxDelay, RulesTrust trust, MeterRegistry registry) {
        this.published = new PublishedRules(trust);
        this.maxDelay = maxDelay;
        this.newestFirst = List.of(new Dated(0, Long.MIN_VALUE, CompiledRules.of(pack, maxDelay)));
        this.accepted = registry.counter("phiwatch.rules.sets", "verdict", "accepted");
        this.refused = registry.counter("phiwatch.rules.sets", "verdict", "rejected");
        registry.gauge(
                "phiwatch.rules.version",
                this,
                rules -> rules.newestFirst.getFirst().version());
    }

    @Override
    public CompiledRules at(long time) {
        return datedAt(newestFirst, time).rules();
    }

    /** A signal in a meaning that is not known, which should not be, is better counted in another than lost. */
    @Override
    public @Nullable Correlator correlator(String ruleId, String ruleHash, long time) {
        List<Dated> sets = newestFirst;
        return Stream.concat(Stream.of(datedAt(sets, time)), sets.stream())
                .map(Dated::rules)
                .filter(rules -> rules.has(ruleId, ruleHash))
                .findFirst()
                .map(rules -> rules.correlator(ruleId))
                .orElseGet(() -> correlator(ruleId, time));
    }

    @Override
    public @Nullable Correlator correlator(String ruleId, long time) {
        Correlator current = at(time).correlator(ruleId);
        return current != null
                ? current
                : newestFirst.stream()
                        .flatMap(set -> Stream.ofNullable(set.rules().correlator(ruleId)))
                        .findFirst()
                        .orElse(null);
    }

    @Override
    public List<Verdict.Rejected> rejected() {
        return rejected;
    }

    /** Takes the next record of the topic of rules. */
    void accept(String key, @Nullable SpecificRecord value) {
        published.accept(key, value).ifPresent(verdict -> {
            switch (verdict) {
                case Verdict.Accepted taken -> activate(taken.set());
                case Verdict.Rejected refusal -> reject(refusal);
            }
        });
    }

    private static Dated datedAt(List<Dated> sets, long time) {
        for (Dated set : sets) {
            if (set.from() <= time) {
                return set;
            }
        }
        return sets.getLast();
    }

    private void activate(ActiveSet set) {
        long version = set.manifest().getVersion();
        long from = set.manifest().getActivateAt().toEpochMilli();
        Dated next = new Dated(version, from, CompiledRules.of(set.rules(), maxDelay));
        newestFirst = Stream.concat(Stream.of(next), newestFirst.stream())
                .limit(MOST_SETS)
                .toList();
        rejected = List.of();
        accepted.increment();
        List<String> drifted = set.hashedOtherwise();
        if (!drifted.isEmpty()) {
            LOGGER.atWarn()
                    .addKeyValue("version", version)
                    .addKeyValue("count", drifted.size())
                    .log("rules were pushed by another version of phiwatch, their windows start anew: push them again");
        }
        LOGGER.atInfo()
                .addKeyValue("version", version)
                .addKeyValue("activateAt", set.manifest().getActivateAt())
                .addKeyValue("count", set.rules().rules().size())
                .log("rules loaded");
    }

    private void reject(Verdict.Rejected refusal) {
        rejected = Stream.concat(rejected.stream(), Stream.of(refusal))
                .skip(Math.max(0, rejected.size() + 1 - MOST_REJECTED))
                .toList();
        refused.increment();
        LOGGER.atError()
                .addKeyValue("version", refusal.version())
                .addKeyValue("reason", refusal.reason())
                .log("rules rejected, those before stay in force");
    }
}
