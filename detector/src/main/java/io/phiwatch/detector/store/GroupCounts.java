package io.phiwatch.detector.store;

import io.phiwatch.detector.correlate.GroupKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * How many groups each tenant's rules have. Counted from the groups themselves when a task starts, and kept in memory: a
 * count in a store would be one more write for each group that comes or goes. Not thread-safe.
 */
final class GroupCounts {
    private final long most;
    private final ObjLongConsumer<String> onChange;
    private final Map<String, Long> byRule = new HashMap<>();
    private final Map<String, String> rules = new HashMap<>();
    private final Set<String> crowded = new HashSet<>();

    /**
     * Counts groups.
     *
     * @param bundles groups by tenant and values
     * @param most groups of one tenant and rule that are no crowd
     * @param onChange told of each rule's id and how many groups it has more, or less where negative
     */
    GroupCounts(KeyValueStore<String, byte[]> bundles, long most, ObjLongConsumer<String> onChange) {
        this.most = most;
        this.onChange = onChange;
        try (KeyValueIterator<String, byte[]> groups = bundles.all()) {
            groups.forEachRemaining(
                    stored -> Bundle.keysOf(stored.key, stored.value).forEach(place -> count(place.group(), 1)));
        }
    }

    void count(String key, int change) {
        String rule = GroupKey.ruleOf(key);
        long after = byRule.merge(rule, (long) change, Long::sum);
        if (after > most) {
            crowded.add(rule);
        } else {
            crowded.remove(rule);
        }
        onChange.accept(rules.computeIfAbsent(rule, it -> GroupKey.parse(it).ruleId()), change);
    }

    /** Whether a tenant's rule, as {@link GroupKey#ruleOf} names it, has more groups than it may. */
    boolean isCrowded(String rule) {
        return crowded.contains(rule);
    }

    boolean isNothingCrowded() {
        return crowded.isEmpty();
    }

    /** Takes back what was told: the groups go to another task. */
    void close() {
        byRule.forEach((rule, groups) -> onChange.accept(GroupKey.parse(rule).ruleId(), -groups));
        byRule.clear();
    }
}
