package io.phiwatch.detector.sigma;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Resolves what correlations refer to: rules over single events, and other correlations, but never themselves. */
final class CorrelationLinker {
    private final List<Draft> drafts;
    private final FieldCatalogue catalogue;
    // by id, inner ones before outer ones; empty for a correlation with a fault
    private final Map<String, Optional<Link>> links = new LinkedHashMap<>();
    private final List<Draft.Correlation> path = new ArrayList<>();
    private final Set<String> inCycles = new HashSet<>();

    CorrelationLinker(List<Draft> drafts, FieldCatalogue catalogue) {
        this.drafts = drafts;
        this.catalogue = catalogue;
    }

    /**
     * A correlation whose references are resolved.
     *
     * @param rule with ids for all references, but without hash
     * @param isOverAccessEvents whether any of the events below it are access events
     */
    record Link(Draft.Correlation draft, CorrelationRule rule, boolean isOverAccessEvents) {}

    /** All correlations without fault, each after those that it is over. */
    List<Link> link() {
        for (Draft draft : drafts) {
            if (draft instanceof Draft.Correlation correlation) {
                linked(correlation);
            }
        }
        return links.values().stream().flatMap(Optional::stream).toList();
    }

    private Optional<Link> linked(Draft.Correlation draft) {
        String id = draft.metadata().id();
        Optional<Link> known = links.get(id);
        if (known != null) {
            return known;
        }
        if (path.contains(draft)) {
            rejectCycle(draft);
            return Optional.empty();
        }
        path.add(draft);
        int before = draft.document().reporter().count();
        List<Draft> targets = targets(draft);
        boolean isOverAccess = targets.stream().anyMatch(this::isOverAccessEvents);
        Optional<Link> link = Optional.empty();
        if (draft.document().reporter().count() == before && !inCycles.contains(id)) {
            CorrelationRule rule = new References(draft, targets).resolve(level(targets));
            checkFields(draft, rule, targets);
            if (isOverAccess) {
                catalogue.knowsEntity(draft);
            }
            if (draft.document().reporter().count() == before) {
                link = Optional.of(new Link(draft, rule, isOverAccess));
            }
        }
        path.removeLast();
        links.put(id, link);
        return link;
    }

    private void rejectCycle(Draft.Correlation again) {
        List<Draft.Correlation> cycle = path.subList(path.indexOf(again), path.size());
        String round = cycle.stream().map(draft -> draft.metadata().name()).collect(Collectors.joining(" → "));
        for (Draft.Correlation draft : cycle) {
            inCycles.add(draft.metadata().id());
            reject(
                    draft,
                    "rules",
                    "refers to itself: " + round + " → " + again.metadata().name());
        }
    }

    private List<Draft> targets(Draft.Correlation correlation) {
        List<Draft> targets = new ArrayList<>();
        for (String reference : correlation.written().rules()) {
            Optional<Draft> target =
                    drafts.stream().filter(draft -> draft.isCalled(reference)).findFirst();
            if (target.isEmpty()) {
                reject(correlation, "rules", "no rule without fault is called '" + reference + "'");
            } else if (targets.contains(target.get())) {
                reject(correlation, "rules", "'" + reference + "' is named twice");
            } else if (target.get() instanceof Draft.Correlation inner
                    && linked(inner).isEmpty()
                    && !inCycles.contains(correlation.metadata().id())) {
                reject(correlation, "rules", "correlation '" + reference + "' has a fault");
            } else {
                targets.add(target.get());
            }
        }
        return targets;
    }

    private boolean isOverAccessEvents(Draft target) {
        return switch (target) {
            case Draft.Detection detection -> detection.isOverAccessEvents();
            case Draft.Correlation inner ->
                linked(inner).map(Link::isOverAccessEvents).orElse(false);
        };
    }

    private int level(Collection<Draft> targets) {
        return targets.stream()
                .mapToInt(target -> target instanceof Draft.Correlation inner
                        ? 1 + linked(inner).map(link -> link.rule().level()).orElse(0)
                        : 0)
                .max()
                .orElse(0);
    }

    /** Fields must be in the events of each rule, and of a correlation only its own group-by is left. */
    private void checkFields(Draft.Correlation draft, CorrelationRule rule, Collection<Draft> targets) {
        CorrelationRule.Grouping grouping = rule.grouping();
        for (String name : grouping.names()) {
            complaints(grouping, name, targets).forEach(reason -> reject(draft, "group-by", reason));
        }
        for (String field : rule.measure().field()) {
            complaints(grouping, field, targets).forEach(reason -> reject(draft, "condition", reason));
        }
    }

    private Set<String> complaints(CorrelationRule.Grouping grouping, String name, Collection<Draft> targets) {
        Set<String> complaints = new LinkedHashSet<>();
        for (Draft target : targets) {
            String field = grouping.fieldOf(name, target.metadata().id());
            switch (target) {
                case Draft.Detection detection -> {
                    if (detection.isOverAccessEvents()) {
                        catalogue.complaint(field).ifPresent(complaints::add);
                    }
                }
                case Draft.Correlation inner -> {
                    if (!inner.written().grouping().names().contains(field)) {
                        complaints.add("'" + field + "' is not in the group-by of correlation '"
                                + inner.metadata().name() + "'");
                    }
                }
            }
        }
        return complaints;
    }

    static void reject(Draft.Correlation correlation, String key, String reason) {
        Section section = correlation.document().section("correlation");
        if (section != null) {
            section.reject(key, reason);
        }
    }
}
