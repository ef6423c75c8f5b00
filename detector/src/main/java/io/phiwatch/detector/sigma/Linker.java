package io.phiwatch.detector.sigma;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Turns drafts into rules: links correlations to what they are over, and decides which rules alert by themselves. */
final class Linker {
    private final FieldCatalogue catalogue;
    private final List<Draft> drafts;
    private final CorrelationLinker correlations;

    /** Links the drafts, filters added. */
    Linker(List<Draft> drafts, FieldCatalogue catalogue) {
        this.catalogue = catalogue;
        this.drafts = drafts.stream().filter(this::hasKnownEntity).toList();
        this.correlations = new CorrelationLinker(this.drafts, catalogue);
    }

    /** The rules without fault, in the order of the drafts; faults go to the reporters of the documents. */
    List<Rule> link() {
        List<CorrelationLinker.Link> links = correlations.link();
        Map<String, Rule> rules = new HashMap<>();
        for (Draft draft : drafts) {
            if (draft instanceof Draft.Detection detection) {
                RuleMetadata metadata = draft.metadata().withHash(SemanticHash.of(detection));
                rules.put(
                        metadata.id(),
                        new DetectionRule(
                                metadata,
                                detection.logsource(),
                                detection.filtered(),
                                detection.hold(),
                                alerts(draft, links)));
            }
        }
        // inner correlations come first: the hash of an outer one covers theirs
        for (CorrelationLinker.Link link : links) {
            List<String> hashes = link.rule().rules().stream()
                    .flatMap(id -> Stream.ofNullable(rules.get(id)))
                    .map(rule -> rule.metadata().hash())
                    .toList();
            String hash = SemanticHash.of(link.rule(), link.draft().generate(), hashes);
            CorrelationRule rule = link.rule().with(hash, alerts(link.draft(), links));
            rules.put(rule.metadata().id(), rule);
        }
        return drafts.stream()
                .flatMap(draft -> Stream.ofNullable(rules.get(draft.metadata().id())))
                .toList();
    }

    /** A correlation silences the rules of its own file that it refers to, unless it, or another there, generates. */
    private static boolean alerts(Draft draft, List<CorrelationLinker.Link> links) {
        List<Draft.Correlation> sameFile = links.stream()
                .filter(link -> link.rule().rules().contains(draft.metadata().id()))
                .map(CorrelationLinker.Link::draft)
                .filter(correlation ->
                        correlation.metadata().file().equals(draft.metadata().file()))
                .toList();
        return sameFile.isEmpty() || sameFile.stream().anyMatch(Draft.Correlation::generate);
    }

    private boolean hasKnownEntity(Draft draft) {
        return !(draft instanceof Draft.Detection detection)
                || !detection.isOverAccessEvents()
                || catalogue.knowsEntity(draft);
    }
}
