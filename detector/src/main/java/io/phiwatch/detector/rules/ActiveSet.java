package io.phiwatch.detector.rules;

import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.schema.RuleRecord;
import io.phiwatch.schema.RulesManifest;
import java.util.List;
import java.util.Map;

/**
 * A pushed set that passed every check.
 *
 * @param records its files by record key
 * @param rules what they compile to
 */
public record ActiveSet(RulesManifest manifest, Map<String, RuleRecord> records, RuleSet rules) {
    public ActiveSet {
        records = Map.copyOf(records);
    }

    /** The files, sorted by name. */
    public List<RuleFile> files() {
        return filesOf(records);
    }

    /** Rules whose semantic hash this version of phiwatch computes otherwise than the one that pushed them. */
    public List<String> hashedOtherwise() {
        return rules.rules().stream()
                .map(rule -> rule.metadata())
                .filter(rule -> !rule.hash().equals(manifest.getRules().get(rule.id())))
                .map(rule -> rule.id())
                .toList();
    }

    static List<RuleFile> filesOf(Map<String, RuleRecord> records) {
        return records.values().stream()
                .map(record -> new RuleFile(record.getFile(), record.getYaml()))
                .sorted((left, right) -> left.name().compareTo(right.name()))
                .toList();
    }
}
