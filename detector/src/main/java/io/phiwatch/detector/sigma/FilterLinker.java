package io.phiwatch.detector.sigma;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Adds filters to the rules that they are for. */
final class FilterLinker {
    private final List<Draft> drafts;
    private final Map<String, List<Filter>> filtersByRule = new HashMap<>();

    private FilterLinker(List<Draft> drafts) {
        this.drafts = drafts;
    }

    /** The drafts with their filters; a filter that has no such rule is reported in its own document. */
    static List<Draft> link(List<Draft> drafts, List<Filter> filters) {
        FilterLinker linker = new FilterLinker(drafts);
        filters.forEach(linker::assign);
        return drafts.stream().map(linker::filtered).toList();
    }

    private void assign(Filter filter) {
        int before = filter.document().reporter().count();
        Set<Draft.Detection> rules = filter.isForAny() ? inside(filter) : named(filter);
        if (filter.document().reporter().count() == before) {
            rules.forEach(rule -> filtersByRule
                    .computeIfAbsent(rule.metadata().id(), id -> new ArrayList<>())
                    .add(filter));
        }
    }

    private Set<Draft.Detection> inside(Filter filter) {
        Set<Draft.Detection> rules = new HashSet<>();
        for (Draft draft : drafts) {
            if (draft instanceof Draft.Detection detection
                    && Logsource.isInside(detection.logsource(), filter.logsource())) {
                rules.add(detection);
            }
        }
        return rules;
    }

    private Set<Draft.Detection> named(Filter filter) {
        Set<Draft.Detection> rules = new HashSet<>();
        for (String reference : filter.rules()) {
            Optional<Draft> rule =
                    drafts.stream().filter(draft -> draft.isCalled(reference)).findFirst();
            switch (rule.orElse(null)) {
                case null -> reject(filter, "no rule without fault is called '" + reference + "'");
                case Draft.Correlation correlation ->
                    reject(filter, "'" + reference + "' is a correlation: filter the rules that it is over");
                case Draft.Detection detection -> {
                    if (!Logsource.isInside(detection.logsource(), filter.logsource())) {
                        reject(filter, "'" + reference + "' is outside the filter's log source");
                    }
                    rules.add(detection);
                }
            }
        }
        return rules;
    }

    private static void reject(Filter filter, String reason) {
        Section section = filter.document().section("filter");
        if (section != null) {
            section.reject("rules", reason);
        }
    }

    private Draft filtered(Draft draft) {
        return switch (draft) {
            case Draft.Correlation correlation -> correlation;
            case Draft.Detection detection -> {
                Draft.Detection filtered = detection;
                for (Filter filter :
                        filtersByRule.getOrDefault(detection.metadata().id(), List.of())) {
                    filtered = filtered.with(filter);
                }
                yield filtered;
            }
        };
    }
}
