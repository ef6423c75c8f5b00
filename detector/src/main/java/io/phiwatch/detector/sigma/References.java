package io.phiwatch.detector.sigma;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one correlation refers to; turns names into ids wherever the correlation says rules.
 *
 * @param targets the rules that it is over, in the order of the document
 */
record References(Draft.Correlation draft, List<Draft> targets) {
    /** The rule with ids; of no use where anything was reported. */
    CorrelationRule resolve(int level) {
        CorrelationRule written = draft.written();
        return new CorrelationRule(
                written.metadata(),
                written.type(),
                targets.stream().map(target -> target.metadata().id()).toList(),
                grouping(written.grouping()),
                written.timespan(),
                measure(written.measure()),
                extensions(written.extensions()),
                level,
                true);
    }

    private CorrelationRule.Measure measure(CorrelationRule.Measure written) {
        if (written.presence() == null) {
            return written;
        }
        Set<String> named = new HashSet<>();
        Presence presence = presence(written.presence(), named);
        for (Draft target : targets) {
            if (!named.contains(target.metadata().id())) {
                reject("condition", "says nothing of rule '" + target.metadata().name() + "'");
            }
        }
        return new CorrelationRule.Measure(written.bounds(), written.field(), written.percentile(), presence);
    }

    private Presence presence(Presence written, Set<String> named) {
        return switch (written) {
            case Presence.Seen seen -> {
                String id = id(seen.ruleId(), "condition");
                named.add(id);
                yield new Presence.Seen(id);
            }
            case Presence.All all ->
                new Presence.All(
                        all.parts().stream().map(part -> presence(part, named)).toList());
            case Presence.Any any ->
                new Presence.Any(
                        any.parts().stream().map(part -> presence(part, named)).toList());
            case Presence.No no -> new Presence.No(presence(no.part(), named));
        };
    }

    private CorrelationRule.Grouping grouping(CorrelationRule.Grouping written) {
        Map<String, Map<String, String>> aliases = new LinkedHashMap<>();
        written.aliases().forEach((alias, fields) -> {
            Map<String, String> byId = new LinkedHashMap<>();
            fields.forEach((reference, field) -> byId.put(id(reference, "aliases"), field));
            aliases.put(alias, byId);
        });
        return new CorrelationRule.Grouping(written.names(), aliases);
    }

    private CorrelationRule.Extensions extensions(CorrelationRule.Extensions written) {
        CorrelationRule.Ratio ratio = written.ratio();
        if (ratio == null) {
            return written;
        }
        return new CorrelationRule.Extensions(
                written.maxPerValue(),
                new CorrelationRule.Ratio(id(ratio.of(), "ratio"), ratio.bounds()),
                written.sequence(),
                written.maxDelay());
    }

    private String id(String reference, String key) {
        for (Draft target : targets) {
            if (target.isCalled(reference)) {
                return target.metadata().id();
            }
        }
        reject(key, "'" + reference + "' is none of the rules");
        return reference;
    }

    private void reject(String key, String reason) {
        if (key.equals("ratio")) {
            draft.document().reject("phiwatch", "ratio: " + reason);
        } else {
            CorrelationLinker.reject(draft, key, reason);
        }
    }
}
