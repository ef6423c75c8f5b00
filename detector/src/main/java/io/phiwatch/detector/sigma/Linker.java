package io.phiwatch.detector.sigma;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Turns drafts into rules: resolves what correlations refer to, and decides which rules alert by themselves. */
final class Linker {
    private final List<Draft> drafts;
    private final FieldCatalogue catalogue;
    private final Map<Draft.Correlation, List<Draft.Detection>> links = new LinkedHashMap<>();

    Linker(List<Draft> drafts, FieldCatalogue catalogue) {
        this.drafts = List.copyOf(drafts);
        this.catalogue = catalogue;
    }

    /** The rules without fault, in the order of the drafts; faults go to the reporters of the documents. */
    List<Rule> link() {
        for (Draft draft : drafts) {
            if (draft instanceof Draft.Correlation correlation) {
                int before = draft.document().reporter().count();
                List<Draft.Detection> targets = targets(correlation);
                checkFields(correlation, targets);
                if (draft.document().reporter().count() == before) {
                    links.put(correlation, targets);
                }
            }
        }
        List<Rule> rules = new ArrayList<>();
        for (Draft draft : drafts) {
            switch (draft) {
                case Draft.Detection detection -> link(detection, rules);
                case Draft.Correlation correlation -> link(correlation, rules);
            }
        }
        return rules;
    }

    private List<Draft.Detection> targets(Draft.Correlation correlation) {
        Set<Draft.Detection> targets = new LinkedHashSet<>();
        for (String reference : correlation.references()) {
            Draft target = drafts.stream()
                    .filter(draft -> draft.isCalled(reference))
                    .findFirst()
                    .orElse(null);
            switch (target) {
                case null -> reject(correlation, "no rule without fault is called '" + reference + "'");
                case Draft.Correlation chained ->
                    reject(correlation, "'" + reference + "' is a correlation: chaining is not supported yet");
                case Draft.Detection detection -> targets.add(detection);
            }
        }
        return List.copyOf(targets);
    }

    private static void reject(Draft.Correlation correlation, String reason) {
        Section section = correlation.document().section("correlation");
        if (section != null) {
            section.reject("rules", reason);
        }
    }

    private void checkFields(Draft.Correlation correlation, List<Draft.Detection> targets) {
        Section section = correlation.document().section("correlation");
        if (section == null || targets.stream().noneMatch(Draft.Detection::isOverAccessEvents)) {
            return;
        }
        for (String field : correlation.grouping().names()) {
            catalogue.complaint(field).ifPresent(reason -> section.reject("group-by", reason));
        }
        for (String field : correlation.measure().field()) {
            catalogue.complaint(field).ifPresent(reason -> section.reject("condition", reason));
        }
        checkEntity(correlation);
    }

    private boolean checkEntity(Draft draft) {
        int before = draft.document().reporter().count();
        draft.metadata().entity().fields().stream()
                .flatMap(field -> Stream.of(field.split("\\|", -1)))
                .flatMap(field -> catalogue.complaint(field).stream())
                .forEach(reason -> draft.document().reject("phiwatch", "entity: " + reason));
        return draft.document().reporter().count() == before;
    }

    private void link(Draft.Detection draft, List<Rule> rules) {
        if (draft.isOverAccessEvents() && !checkEntity(draft)) {
            return;
        }
        RuleMetadata metadata = draft.metadata().withHash(SemanticHash.of(draft));
        rules.add(new DetectionRule(metadata, draft.logsource(), draft.condition(), alerts(draft)));
    }

    /** A correlation silences the rules of its own file that it refers to, unless it, or another there, generates. */
    private boolean alerts(Draft.Detection draft) {
        List<Draft.Correlation> sameFile = links.entrySet().stream()
                .filter(link -> link.getValue().contains(draft))
                .map(Map.Entry::getKey)
                .filter(correlation ->
                        correlation.metadata().file().equals(draft.metadata().file()))
                .toList();
        return sameFile.isEmpty() || sameFile.stream().anyMatch(Draft.Correlation::generate);
    }

    private void link(Draft.Correlation draft, List<Rule> rules) {
        List<Draft.Detection> targets = links.get(draft);
        if (targets == null) {
            return;
        }
        List<String> hashes = targets.stream().map(SemanticHash::of).toList();
        rules.add(new CorrelationRule(
                draft.metadata().withHash(SemanticHash.of(draft, hashes)),
                draft.type(),
                targets.stream().map(target -> target.metadata().id()).toList(),
                draft.grouping(),
                draft.timespan(),
                draft.measure(),
                draft.extensions(),
                0,
                true));
    }
}
