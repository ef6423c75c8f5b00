package io.phiwatch.detector.sigma;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A set of rules without fault, that refer to each other only. Immutable. */
public final class RuleSet {
    private final List<Rule> rules;
    private final Map<String, Rule> byReference = new HashMap<>();
    private final Map<String, List<CorrelationRule>> correlations = new HashMap<>();

    private RuleSet(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        for (Rule rule : rules) {
            byReference.put(rule.metadata().name(), rule);
            byReference.put(rule.metadata().id(), rule);
            if (rule instanceof CorrelationRule correlation) {
                correlation
                        .rules()
                        .forEach(id -> correlations
                                .computeIfAbsent(id, key -> new ArrayList<>())
                                .add(correlation));
            }
        }
    }

    /** The rule pack that phiwatch ships. */
    public static RuleSet bundled() {
        return of(bundledFiles());
    }

    /** The files of that pack. */
    public static List<RuleFile> bundledFiles() {
        return RuleFolder.bundled().rules();
    }

    /**
     * The rules of a folder and those below it: every {@code .yml} and {@code .yaml} but tests.
     *
     * @throws RuleSetException with every fault, where there is any
     */
    public static RuleSet load(Path directory) {
        return of(read(directory));
    }

    /**
     * The rules of those files.
     *
     * @throws RuleSetException with every fault, where there is any
     */
    public static RuleSet of(List<RuleFile> files) {
        RuleParser.Result result = RuleParser.parse(files);
        if (!result.errors().isEmpty()) {
            throw new RuleSetException(result.errors());
        }
        return new RuleSet(result.rules());
    }

    /** The rules of a parse that are without fault, whatever became of the others. */
    public static RuleSet faultless(RuleParser.Result result) {
        return new RuleSet(result.rules());
    }

    /** The rule files of a folder and those below it, sorted by name; tests are left out. */
    public static List<RuleFile> read(Path directory) {
        return RuleFolder.read(directory).rules();
    }

    /** All rules, in the order of files and documents. */
    public List<Rule> rules() {
        return rules;
    }

    /** The rules over single events. */
    public List<DetectionRule> detections() {
        return rules.stream()
                .filter(DetectionRule.class::isInstance)
                .map(DetectionRule.class::cast)
                .toList();
    }

    /** The longest hold of any rule; zero where none has one. */
    public Duration longestHold() {
        return detections().stream()
                .map(DetectionRule::hold)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Whether a rule reads a field whose name begins so. */
    public boolean reads(String prefix) {
        return detections().stream().anyMatch(rule -> rule.reads(prefix));
    }

    /** The rules over what others matched. */
    public List<CorrelationRule> correlations() {
        return rules.stream()
                .filter(CorrelationRule.class::isInstance)
                .map(CorrelationRule.class::cast)
                .toList();
    }

    /** The rule of that id or name. */
    public Optional<Rule> byId(String idOrName) {
        return Optional.ofNullable(byReference.get(idOrName));
    }

    /** The correlations that the rule, itself a correlation or not, feeds. */
    public List<CorrelationRule> correlationsOf(Rule rule) {
        return List.copyOf(correlations.getOrDefault(rule.metadata().id(), List.of()));
    }
}
