package io.phiwatch.alerting;

import io.phiwatch.alerting.suppress.ExceptionScope;
import io.phiwatch.alerting.suppress.SuppressionStep;
import io.phiwatch.alerting.suppress.SuppressionStep.Kept;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.ScopedException;
import io.phiwatch.schema.Suppression;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/** The exceptions in force and what they kept back, in state stores. Made anew for each input. */
final class StoredSuppressions {
    /** How long the revisions of one suppressed alert are told from new alerts: longer than an episode goes on. */
    static final Duration REMEMBERED = Duration.ofDays(2);

    private final KeyValueStore<String, ScopedException> exceptions;
    private final KeyValueStore<String, Suppression> records;
    private final WindowStore<String, Long> hits;

    StoredSuppressions(ProcessorContext<?, ?> context) {
        this.exceptions = context.getStateStore(AlertingTopology.EXCEPTIONS_STORE);
        this.records = context.getStateStore(AlertingTopology.SUPPRESSIONS_STORE);
        this.hits = context.getStateStore(AlertingTopology.SUPPRESSED_STORE);
    }

    /** The exception that covers the alert; of several the one with the lowest id. */
    Optional<ScopedException> covering(Alert alert, Instant at) {
        List<ScopedException> covering = new ArrayList<>();
        try (KeyValueIterator<String, ScopedException> all =
                exceptions.prefixScan(ExceptionScope.prefix(alert.getTenant()), new StringSerializer())) {
            all.forEachRemaining(entry -> {
                if (ExceptionScope.isInForce(entry.value, at) && ExceptionScope.covers(entry.value, alert)) {
                    covering.add(entry.value);
                }
            });
        }
        return covering.stream().min(Comparator.comparing(ScopedException::getExceptionId));
    }

    /** Keeps a suppressed revision; empty where it counts nothing that an earlier one did not. */
    Optional<Kept> keep(ScopedException exception, Alert alert, Instant at) {
        String key = SuppressionStep.chainId(alert.getEntityKey(), exception.getExceptionId());
        String alertKey = key + '/' + alert.getAlertId();
        Optional<Long> before = hitsOf(alertKey, at);
        if (before.isPresent() && alert.getHits() <= before.get()) {
            return Optional.empty();
        }
        Kept kept = SuppressionStep.next(Optional.ofNullable(records.get(key)), before, exception, alert, at);
        records.put(key, kept.record());
        hits.put(alertKey, alert.getHits(), at.toEpochMilli());
        return Optional.of(kept);
    }

    private Optional<Long> hitsOf(String alertKey, Instant at) {
        Long most = null;
        try (WindowStoreIterator<Long> all = hits.fetch(alertKey, at.minus(REMEMBERED), at.plus(REMEMBERED))) {
            while (all.hasNext()) {
                long counted = all.next().value;
                most = most == null ? counted : Math.max(most, counted);
            }
        }
        return Optional.ofNullable(most);
    }
}
