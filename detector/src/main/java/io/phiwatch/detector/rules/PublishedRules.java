package io.phiwatch.detector.rules;

import io.phiwatch.detector.sigma.RuleError;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.detector.sigma.RuleSetException;
import io.phiwatch.schema.RuleRecord;
import io.phiwatch.schema.RulesManifest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the topic of rules says, read record by record in the order of the log. A set is taken whole or not at all: its
 * manifest is signed and approved, each of its records is there as it was pushed, and together they compile. Not
 * thread-safe.
 */
public final class PublishedRules {
    private final RulesTrust trust;
    private final Map<String, RuleRecord> records = new HashMap<>();
    private @Nullable ActiveSet active;

    public PublishedRules(RulesTrust trust) {
        this.trust = trust;
    }

    /** The set that was taken last; empty where none was pushed yet. */
    public Optional<ActiveSet> active() {
        return Optional.ofNullable(active);
    }

    /**
     * Takes the next record. Records without a good signature are passed over: the manifest that names one will not find
     * it.
     *
     * @return the verdict, where it is a manifest that was not seen before
     */
    public Optional<Verdict> accept(String key, @Nullable SpecificRecord value) {
        switch (value) {
            case null -> records.remove(key);
            case RuleRecord record -> {
                if (trust.keys().hasSigned(key, record)) {
                    records.put(key, record);
                }
            }
            case RulesManifest manifest -> {
                return isActive(manifest) ? Optional.empty() : Optional.of(judge(manifest));
            }
            default -> {
                // Nothing else is written there by us, and nothing else has a meaning.
            }
        }
        return Optional.empty();
    }

    private boolean isActive(RulesManifest manifest) {
        return active != null && active.manifest().equals(manifest);
    }

    private Verdict judge(RulesManifest manifest) {
        String fault = faultOf(manifest);
        if (fault != null) {
            return rejected(manifest, fault);
        }
        Map<String, RuleRecord> named = new TreeMap<>();
        for (Map.Entry<String, String> entry : manifest.getRecords().entrySet()) {
            RuleRecord record = records.get(entry.getKey());
            if (record == null || !entry.getValue().equals(digest(entry.getKey(), record))) {
                return rejected(
                        manifest, "the record " + entry.getKey() + " is missing, or not the one that was meant");
            }
            named.put(entry.getKey(), record);
        }
        try {
            ActiveSet set = new ActiveSet(manifest, named, RuleSet.of(ActiveSet.filesOf(named)));
            String difference = difference(set);
            if (difference != null) {
                return rejected(manifest, difference);
            }
            active = set;
            return new Verdict.Accepted(set);
        } catch (RuleSetException e) {
            return rejected(manifest, reason(e.errors()));
        }
    }

    private @Nullable String faultOf(RulesManifest manifest) {
        if (!trust.keys().hasSigned(manifest)) {
            return "not signed by a trusted key";
        }
        if (active != null && manifest.getVersion() <= active.manifest().getVersion()) {
            return "version " + active.manifest().getVersion() + " is already in force";
        }
        return trust.faultOf(manifest.getAuthor(), manifest.getApprover(), manifest.getApprovalId());
    }

    /** The rule by which manifest, records and texts do not tell of the same rules; null where they do. */
    private static @Nullable String difference(ActiveSet set) {
        Map<String, String> named = set.manifest().getRules();
        Map<String, String> recorded = new HashMap<>();
        set.records().values().forEach(record -> recorded.putAll(record.getRules()));
        Set<String> compiled = new HashSet<>();
        set.rules().rules().forEach(rule -> compiled.add(rule.metadata().id()));
        if (!recorded.equals(named)) {
            return "the records hold other rules than the manifest names";
        }
        return compiled.equals(named.keySet()) ? null : "the texts hold other rules than the manifest names";
    }

    static String digest(String key, RuleRecord record) {
        return TrustedKeys.sha256(SignedForm.of(key, record));
    }

    private static Verdict rejected(RulesManifest manifest, String reason) {
        return new Verdict.Rejected(
                TrustedKeys.sha256(SignedForm.of(manifest)), manifest.getVersion(), manifest.getActivateAt(), reason);
    }

    private static String reason(List<RuleError> errors) {
        String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
        return errors.getFirst() + more;
    }
}
