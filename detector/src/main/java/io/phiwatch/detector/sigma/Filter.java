package io.phiwatch.detector.sigma;

import java.util.List;
import java.util.Map;

/**
 * A Sigma filter: a condition that is added to rules.
 *
 * @param rules ids or names of the rules; empty for any rule inside the log source
 * @param logsource dimensions that a rule must have
 */
record Filter(
        RuleMetadata metadata,
        Section document,
        List<String> rules,
        Map<String, String> logsource,
        Condition condition,
        Draft.Written written) {

    Filter {
        rules = List.copyOf(rules);
        logsource = Map.copyOf(logsource);
    }

    boolean isForAny() {
        return rules.isEmpty();
    }
}
