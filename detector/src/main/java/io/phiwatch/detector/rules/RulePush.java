package io.phiwatch.detector.rules;

import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.detector.sigma.RuleParser;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.schema.RuleRecord;
import io.phiwatch.schema.RulesManifest;
import io.phiwatch.schema.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A change of the rules, compiled but not signed. Immutable. */
public final class RulePush {
    private static final String OVERRIDES = "overrides/";

    private final @Nullable ActiveSet active;
    private final List<RuleFile> before;
    private final List<RuleFile> files;
    private final RuleSet rules;
    private final RuleSet rulesBefore;

    /**
     * Who stands for a change, and when it happens.
     *
     * @param now log time of the push
     * @param activateAt log time from which it is in force
     */
    public record Change(
            String author,
            @Nullable String approver,
            @Nullable String approvalId,
            Instant now,
            Instant activateAt) {}

    /**
     * What changes, as names of rules. Unchanged ones keep their state, also where their title or level changed.
     *
     * @param changed rules whose meaning changed: their windows start anew
     */
    public record Summary(List<String> added, List<String> changed, List<String> removed, List<String> unchanged) {}

    /**
     * What goes to the topic.
     *
     * @param records new and changed files by key
     * @param removed keys of files that are no longer part of the set
     */
    public record Publication(Map<String, RuleRecord> records, List<String> removed, RulesManifest manifest) {}

    private RulePush(@Nullable ActiveSet active, List<RuleFile> before, RuleSet rulesBefore, List<RuleFile> files) {
        this.active = active;
        this.before = List.copyOf(before);
        this.rulesBefore = rulesBefore;
        this.files = List.copyOf(files);
        this.rules = RuleSet.of(files);
    }

    /** The file, among those of a set, that holds the override of the rule of that name. */
    public static String overrideOf(String rule) {
        return OVERRIDES + rule + ".yml";
    }

    /**
     * Replaces the whole set. Overrides of rules that are still there stay.
     *
     * @param active the set in force; empty where the pack of the jar is
     * @throws io.phiwatch.detector.sigma.RuleSetException with every fault of the files
     */
    public static RulePush whole(Optional<ActiveSet> active, List<RuleFile> files) {
        Set<String> named = new HashSet<>();
        files.forEach(file -> named.add(file.name()));
        Set<String> overridable = RuleParser.parse(files).rules().stream()
                .map(rule -> overrideOf(rule.metadata().name()))
                .collect(Collectors.toSet());
        List<RuleFile> all = new ArrayList<>(files);
        active.ifPresent(set -> set.files().stream()
                .filter(file -> overridable.contains(file.name()) && !named.contains(file.name()))
                .forEach(all::add));
        return new RulePush(active.orElse(null), filesOf(active), rulesOf(active), all);
    }

    /**
     * Adds a file to the set. It replaces the file of the same name, and every file that holds a rule of the same id.
     *
     * @param active the set in force; empty where the pack of the jar is
     * @throws io.phiwatch.detector.sigma.RuleSetException with every fault of the set that results
     */
    public static RulePush one(Optional<ActiveSet> active, RuleFile file) {
        List<RuleFile> before = filesOf(active);
        List<RuleFile> kept = new ArrayList<>(before);
        kept.removeIf(other -> other.name().equals(file.name()));
        // The pushed file first: of two rules with one id the first is taken.
        List<RuleFile> all = new ArrayList<>(List.of(file));
        all.addAll(kept);
        Set<String> pushed = RuleParser.parse(all).rules().stream()
                .filter(rule -> rule.metadata().file().equals(file.name()))
                .map(rule -> rule.metadata().id())
                .collect(Collectors.toSet());
        RuleSet rulesBefore = rulesOf(active);
        Set<String> replaced = rulesBefore.rules().stream()
                .filter(rule -> pushed.contains(rule.metadata().id()))
                .map(rule -> rule.metadata().file())
                .collect(Collectors.toSet());
        all.removeIf(other -> !other.name().equals(file.name()) && replaced.contains(other.name()));
        return new RulePush(active.orElse(null), before, rulesBefore, all);
    }

    private static List<RuleFile> filesOf(Optional<ActiveSet> active) {
        return active.map(ActiveSet::files).orElseGet(RuleSet::bundledFiles);
    }

    private static RuleSet rulesOf(Optional<ActiveSet> active) {
        return active.map(ActiveSet::rules).orElseGet(RuleSet::bundled);
    }

    /** Whether it would leave everything as it is. */
    public boolean isEmpty() {
        return active != null
                && Set.copyOf(files).equals(Set.copyOf(before))
                && active.hashedOtherwise().isEmpty();
    }

    /** What it changes by meaning. */
    public Summary summary() {
        Map<String, RuleMetadata> old = byId(rulesBefore);
        Map<String, RuleMetadata> now = byId(rules);
        Summary summary = new Summary(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        now.forEach((id, rule) -> {
            RuleMetadata was = old.get(id);
            List<String> list =
                    was == null ? summary.added : was.hash().equals(rule.hash()) ? summary.unchanged : summary.changed;
            list.add(rule.name());
        });
        old.forEach((id, rule) -> {
            if (!now.containsKey(id)) {
                summary.removed.add(rule.name());
            }
        });
        return summary;
    }

    /** What it changes in the texts, as a unified diff. */
    public String diff() {
        StringBuilder text = new StringBuilder();
        files.forEach(file -> text.append(diff(file)));
        Set<String> names = files.stream().map(RuleFile::name).collect(Collectors.toSet());
        before.stream()
                .filter(file -> !names.contains(file.name()) && !isRenamed(file))
                .forEach(file -> text.append(UnifiedDiff.of(file.name(), file.text(), "")));
        return text.toString();
    }

    /** Signs it. */
    public Publication signed(RuleSigner signer, Change change) {
        Map<String, RuleRecord> all = new TreeMap<>();
        Map<String, RuleRecord> written = new LinkedHashMap<>();
        for (RuleFile file : files) {
            String key = keyOf(rules, file);
            RuleRecord kept = active == null ? null : active.records().get(key);
            boolean isKept = kept != null
                    && kept.getFile().equals(file.name())
                    && kept.getYaml().equals(file.text())
                    && kept.getRules().equals(hashesOf(file));
            RuleRecord record = isKept ? kept : signer.signed(key, record(file, change));
            all.put(key, record);
            if (!isKept) {
                written.put(key, record);
            }
        }
        List<String> removed = active == null
                ? List.of()
                : active.records().keySet().stream()
                        .filter(key -> !all.containsKey(key))
                        .sorted()
                        .toList();
        return new Publication(written, removed, signer.signed(manifest(all, change)));
    }

    private RulesManifest.Builder manifest(Map<String, RuleRecord> all, Change change) {
        Map<String, String> hashes = new TreeMap<>();
        rules.rules()
                .forEach(
                        rule -> hashes.put(rule.metadata().id(), rule.metadata().hash()));
        Map<String, String> digests = new TreeMap<>();
        all.forEach((key, record) -> digests.put(key, PublishedRules.digest(key, record)));
        RulesManifest.Builder manifest = RulesManifest.newBuilder()
                .setVersion(active == null ? 1 : active.manifest().getVersion() + 1)
                .setActivateAt(change.activateAt())
                .setRules(hashes)
                .setRecords(digests)
                .setAuthor(change.author())
                .setPushedAt(change.now());
        Optional.ofNullable(change.approver()).ifPresent(manifest::setApprover);
        Optional.ofNullable(change.approvalId()).ifPresent(manifest::setApprovalId);
        return manifest;
    }

    private RuleRecord.Builder record(RuleFile file, Change change) {
        RuleRecord.Builder record = RuleRecord.newBuilder()
                .setFile(file.name())
                .setYaml(file.text())
                .setRules(hashesOf(file))
                .setAuthor(change.author())
                .setPushedAt(change.now())
                .setDiff(diff(file));
        Optional.ofNullable(change.approver()).ifPresent(record::setApprover);
        Optional.ofNullable(change.approvalId()).ifPresent(record::setApprovalId);
        return record;
    }

    private String diff(RuleFile file) {
        return UnifiedDiff.of(file.name(), textBefore(file), file.text());
    }

    private String textBefore(RuleFile file) {
        String key = keyOf(rules, file);
        return before.stream()
                .filter(other -> other.name().equals(file.name()))
                .findFirst()
                .or(() -> before.stream()
                        .filter(other -> keyOf(rulesBefore, other).equals(key))
                        .findFirst())
                .map(RuleFile::text)
                .orElse("");
    }

    private boolean isRenamed(RuleFile old) {
        String key = keyOf(rulesBefore, old);
        return files.stream().anyMatch(file -> keyOf(rules, file).equals(key));
    }

    private Map<String, String> hashesOf(RuleFile file) {
        Map<String, String> hashes = new HashMap<>();
        rules.rules().stream()
                .map(rule -> rule.metadata())
                .filter(rule -> rule.file().equals(file.name()))
                .forEach(rule -> hashes.put(rule.id(), rule.hash()));
        return hashes;
    }

    /** Id of the first rule in the file; the file's name where it holds none. */
    private static String keyOf(RuleSet rules, RuleFile file) {
        String key = rules.rules().stream()
                .filter(rule -> rule.metadata().file().equals(file.name()))
                .map(rule -> rule.metadata().id())
                .findFirst()
                .orElse(file.name());
        return key.equals(Topics.MANIFEST_KEY) ? file.name() : key;
    }

    private static Map<String, RuleMetadata> byId(RuleSet rules) {
        Map<String, RuleMetadata> byId = new LinkedHashMap<>();
        rules.rules().forEach(rule -> byId.put(rule.metadata().id(), rule.metadata()));
        return byId;
    }
}
