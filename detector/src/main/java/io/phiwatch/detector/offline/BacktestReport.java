package io.phiwatch.detector.offline;

import io.phiwatch.detector.sigma.RuleMetadata;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What rules would have alerted.
 *
 * @param events access events of the period, without those before it that only fill windows
 * @param lateEvents of those, how often one came too late to count for a rule
 * @param rules every rule that raises alerts, also those that never fired, in the order of files
 */
public record BacktestReport(Backtest.Period period, long events, long lateEvents, List<RuleResult> rules) {
    private static final int MOST_ENTITIES = 10;

    public BacktestReport {
        rules = List.copyOf(rules);
    }

    /** Number of alerts of all rules. */
    public long alerts() {
        return rules.stream().mapToLong(RuleResult::alerts).sum();
    }

    /**
     * What one rule would have alerted.
     *
     * @param entities number of different entities that its alerts are about
     * @param first log time of the first alert; null where there is none
     * @param last log time of the last one
     * @param perDay alerts by day, UTC; days without any are left out
     * @param top the entities with the most alerts, at most {@value #MOST_ENTITIES}
     */
    public record RuleResult(
            RuleMetadata rule,
            long alerts,
            long entities,
            @Nullable Instant first,
            @Nullable Instant last,
            SortedMap<LocalDate, Long> perDay,
            List<Entity> top) {
        public RuleResult {
            perDay = new TreeMap<>(perDay);
            top = List.copyOf(top);
        }

        static RuleResult of(RuleMetadata rule, List<Backtest.Fired> fired) {
            SortedMap<LocalDate, Long> perDay = new TreeMap<>();
            fired.forEach(alert -> perDay.merge(LocalDate.ofInstant(alert.at(), ZoneOffset.UTC), 1L, Long::sum));
            Map<String, Entity> entities = new HashMap<>();
            fired.forEach(alert -> entities.merge(alert.entityId(), Entity.of(alert), Entity::plus));
            return new RuleResult(
                    rule,
                    fired.size(),
                    entities.size(),
                    fired.stream()
                            .map(Backtest.Fired::at)
                            .min(Instant::compareTo)
                            .orElse(null),
                    fired.stream()
                            .map(Backtest.Fired::at)
                            .max(Instant::compareTo)
                            .orElse(null),
                    perDay,
                    entities.values().stream()
                            .sorted(Comparator.comparingLong(Entity::alerts)
                                    .thenComparingLong(Entity::hits)
                                    .reversed()
                                    .thenComparing(Entity::id))
                            .limit(MOST_ENTITIES)
                            .toList());
        }
    }

    /**
     * Alerts about one entity.
     *
     * @param id as alerts carry it: clear only where the privacy rules allow it, else a token
     * @param hits events that the alerts counted
     * @param explanation of the latest alert
     */
    public record Entity(String kind, String id, long alerts, long hits, String explanation) {
        static Entity of(Backtest.Fired alert) {
            return new Entity(alert.entityKind(), alert.entityId(), 1, alert.hits(), alert.explanation());
        }

        Entity plus(Entity later) {
            return new Entity(kind, id, alerts + later.alerts, hits + later.hits, later.explanation);
        }
    }
}
