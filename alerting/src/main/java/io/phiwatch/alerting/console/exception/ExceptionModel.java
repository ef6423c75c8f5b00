package io.phiwatch.alerting.console.exception;

import io.phiwatch.schema.ScopedException;
import io.phiwatch.schema.Suppression;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The latest state of every exception, and what each kept back, as far as the topics were read. Thread-safe. */
public final class ExceptionModel {
    private final Map<String, ScopedException> exceptions = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Suppression>> suppressions = new ConcurrentHashMap<>();

    /**
     * What an exception kept back.
     *
     * @param alerts alerts
     * @param hits events that they counted
     * @param entities entities that they were about
     */
    public record Count(long alerts, long hits, long entities) {}

    /** Takes in a state of an exception; an older one changes nothing. */
    public void apply(ScopedException exception) {
        exceptions.merge(
                exception.getExceptionId(),
                exception,
                (known, next) -> next.getVersion() >= known.getVersion() ? next : known);
    }

    /** Takes in what an exception kept back about one entity. */
    public void apply(Suppression suppression) {
        suppressions
                .computeIfAbsent(suppression.getExceptionId(), id -> new ConcurrentHashMap<>())
                .merge(
                        suppression.getEntityKey(),
                        suppression,
                        (known, next) -> next.getEvidenceCount() >= known.getEvidenceCount() ? next : known);
    }

    /** All exceptions, those that were asked for last first. */
    public List<ScopedException> all() {
        return exceptions.values().stream()
                .sorted(Comparator.comparing(ScopedException::getRequestedAt)
                        .thenComparing(ScopedException::getExceptionId)
                        .reversed())
                .toList();
    }

    /** The exception of that id. */
    public Optional<ScopedException> find(String id) {
        return Optional.ofNullable(exceptions.get(id));
    }

    /** What the exception of that id kept back so far. */
    public Count count(String id) {
        List<Suppression> kept =
                List.copyOf(suppressions.getOrDefault(id, Map.of()).values());
        return new Count(
                kept.stream().mapToLong(Suppression::getAlerts).sum(),
                kept.stream().mapToLong(Suppression::getHits).sum(),
                kept.size());
    }
}
