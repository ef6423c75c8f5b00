package io.phiwatch.detector.offline;

import io.phiwatch.detector.CompiledRules;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.Profile;
import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.Heartbeat;
import io.phiwatch.schema.ReferenceRow;
import io.phiwatch.schema.ReferenceTable;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What rules would have alerted, had they been in force: history runs through the topology with state of its own. Records
 * are given in the order of their timestamps, over all partitions. Not thread-safe.
 */
public final class Backtest implements AutoCloseable {
    /** The driver keeps outputs until they are read. */
    private static final int READ_EVERY = 1_000;

    /** Four weeks are what most profiles remember; more changes little of what is usual. */
    private static final Duration LEARNING = Duration.ofDays(28);

    private static final long NOT_HEARD = Long.MIN_VALUE;

    private final RuleSet rules;
    private final Period period;
    private final OfflineDetector detector;
    private final Map<Surface, long[]> ticks = new EnumMap<>(Surface.class);
    private final Map<String, Fired> fired = new LinkedHashMap<>();
    private long events;
    private long lateEvents;
    private long unread;

    /**
     * What is judged.
     *
     * @param from alerts before it are not reported
     * @param to where history ends
     * @param maxDelay the largest delay of any source
     * @param leastDelay events count that come as late as this, also where their source allows less; zero to judge as
     *     the live run did
     */
    public record Period(Instant from, Instant to, Duration maxDelay, Duration leastDelay) {
        public Period {
            if (!from.isBefore(to)) {
                throw new IllegalArgumentException("from must be before to");
            }
        }
    }

    /**
     * A backtest that has seen nothing.
     *
     * @param partitions of each access topic: the clock waits for the ticks of all of them
     */
    public Backtest(RuleSet rules, Period period, int partitions) {
        this.rules = rules;
        this.period = period;
        this.detector =
                new OfflineDetector(CompiledRules.of(rules, period.maxDelay()), period.maxDelay(), period.from());
        for (Surface surface : Surface.values()) {
            long[] heard = new long[partitions];
            Arrays.fill(heard, NOT_HEARD);
            ticks.put(surface, heard);
        }
    }

    /**
     * How much history before the period the rules need, so that their windows are full when it begins, and what is usual
     * is known where they ask for it.
     */
    public static Duration warmUp(RuleSet rules, Duration maxDelay) {
        Duration windows = windows(rules, maxDelay);
        return rules.reads(Profile.PREFIX) && windows.compareTo(LEARNING) < 0 ? LEARNING : windows;
    }

    private static Duration windows(RuleSet rules, Duration maxDelay) {
        Map<Integer, Duration> longest = new TreeMap<>();
        for (CorrelationRule rule : rules.correlations()) {
            longest.merge(rule.level(), rule.timespan(), (a, b) -> a.compareTo(b) < 0 ? b : a);
        }
        return longest.values().stream()
                .reduce(rules.longestHold(), (sum, span) -> sum.plus(span).plus(maxDelay));
    }

    /**
     * A record of a reference table; all of them come before the first record of the log.
     *
     * @param row null where the row is to be forgotten
     */
    public void know(ReferenceTable table, String key, @Nullable ReferenceRow row) {
        detector.know(table, key, row);
    }

    /**
     * The next record of the log.
     *
     * @param surface of the topic; of heartbeats without meaning
     * @param timestamp of the record, epoch milliseconds
     */
    public void accept(Surface surface, int partition, SpecificRecord value, long timestamp) {
        switch (value) {
            case Tick tick -> tick(surface, partition, tick.getTime().toEpochMilli());
            case AccessEvent event -> see(event, timestamp);
            case Heartbeat beat -> detector.beat(beat, Instant.ofEpochMilli(timestamp));
            default -> throw new IllegalArgumentException(value.getSchema().getFullName());
        }
        if (++unread >= READ_EVERY) {
            read();
        }
    }

    private void see(AccessEvent event, long timestamp) {
        if (timestamp >= period.from().toEpochMilli()) {
            events++;
        }
        event.setSourceMaxDelayMs(
                Math.max(event.getSourceMaxDelayMs(), period.leastDelay().toMillis()));
        detector.see(event, Instant.ofEpochMilli(timestamp));
    }

    /** One partition stands for all: the clock of a surface is what all its partitions have passed. */
    private void tick(Surface surface, int partition, long time) {
        long[] heard = ticks.getOrDefault(surface, new long[0]);
        long before = least(heard);
        heard[partition] = Math.max(heard[partition], time);
        long now = least(heard);
        if (now > before) {
            detector.tick(surface, now);
        }
    }

    private static long least(long[] values) {
        return Arrays.stream(values).min().orElse(NOT_HEARD);
    }

    /**
     * An episode: only what is reported of it, since there may be millions.
     *
     * @param at log time of its first revision
     */
    record Fired(String ruleId, Instant at, String entityKind, String entityId, long hits, String explanation) {
        static Fired of(Alert alert, Instant at) {
            return new Fired(
                    alert.getRuleId(),
                    at,
                    alert.getEntityKind(),
                    alert.getEntityId(),
                    alert.getHits(),
                    alert.getExplanation());
        }
    }

    private void read() {
        unread = 0;
        for (Alert alert : detector.takeAlerts()) {
            Fired before = fired.get(alert.getAlertId());
            if (alert.getState() == AlertState.superseded) {
                fired.remove(alert.getAlertId());
            } else {
                fired.put(alert.getAlertId(), Fired.of(alert, before == null ? alert.getDetectedAt() : before.at()));
            }
        }
        lateEvents += detector.takeLateEvents().stream()
                .filter(late -> !late.getRef().getReceived().isBefore(period.from()))
                .count();
    }

    /** What fired in the period, by rule. */
    public BacktestReport report() {
        read();
        Map<String, List<Fired>> byRule = fired.values().stream()
                .filter(alert -> !alert.at().isBefore(period.from()))
                .collect(Collectors.groupingBy(Fired::ruleId));
        return new BacktestReport(
                period,
                events,
                lateEvents,
                rules.rules().stream()
                        .filter(Rule::alerts)
                        .map(Rule::metadata)
                        .map(rule -> BacktestReport.RuleResult.of(rule, byRule.getOrDefault(rule.id(), List.of())))
                        .toList());
    }

    @Override
    public void close() {
        detector.close();
    }
}
