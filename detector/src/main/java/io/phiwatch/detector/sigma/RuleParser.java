package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.yaml.Yaml;
import io.phiwatch.detector.sigma.yaml.YamlException;
import io.phiwatch.detector.sigma.yaml.YamlReader;
import io.phiwatch.schema.Surface;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parses files of Sigma rules and correlations. What can't be honoured is rejected with file, line, path and reason,
 * never approximated; one faulty document does not hide the faults of the others.
 */
public final class RuleParser {
    private final FieldCatalogue catalogue = FieldCatalogue.accessEvents();
    private final List<Reporter> reporters = new ArrayList<>();
    private final List<Draft> drafts = new ArrayList<>();

    private RuleParser() {}

    /**
     * What came of a parse.
     *
     * @param rules the rules without fault
     * @param errors everything that was rejected, in the order of files
     */
    public record Result(List<Rule> rules, List<RuleError> errors) {
        public Result {
            rules = List.copyOf(rules);
            errors = List.copyOf(errors);
        }
    }

    /** Parses files together: correlations may refer to rules of any of them, by id or name. */
    public static Result parse(List<RuleFile> files) {
        RuleParser parser = new RuleParser();
        files.forEach(parser::read);
        List<Rule> rules = new Linker(parser.drafts, parser.catalogue).link();
        List<RuleError> errors = parser.reporters.stream()
                .flatMap(reporter -> reporter.errors().stream())
                .toList();
        return new Result(rules, errors);
    }

    private void read(RuleFile file) {
        Reporter reporter = new Reporter(file.name());
        reporters.add(reporter);
        try {
            List<Yaml> documents = YamlReader.read(file.text());
            if (documents.isEmpty()) {
                reporter.reject(1, "", "holds no rule");
            }
            documents.forEach(document -> read(document, reporter));
        } catch (YamlException e) {
            reporter.reject(e.line(), "", String.valueOf(e.getMessage()));
        }
    }

    private void read(Yaml node, Reporter reporter) {
        if (!(node instanceof Yaml.Mapping mapping)) {
            reporter.reject(node.line(), "", "a rule is a map");
            return;
        }
        Section document = new Section(mapping, "", reporter);
        if (document.has("action")) {
            document.reject("action", "rule collections are no longer Sigma: write whole documents");
            return;
        }
        if (document.has("filter")) {
            document.reject("filter", "filters are not supported yet");
            return;
        }
        int before = reporter.count();
        Draft draft = document.has("correlation") ? correlation(document) : detection(document);
        if (draft != null && reporter.count() == before) {
            add(draft);
        }
    }

    private void add(Draft draft) {
        Optional<Draft> twin = drafts.stream()
                .filter(other -> other.isCalled(draft.metadata().id())
                        || other.isCalled(draft.metadata().name()))
                .findFirst();
        if (twin.isPresent()) {
            RuleMetadata metadata = draft.metadata();
            boolean byId = draft.document().has("id") && twin.get().isCalled(metadata.id());
            String value = byId ? metadata.id() : metadata.name();
            String holder = twin.get().metadata().file();
            draft.document().reject(byId ? "id" : "name", "'" + value + "' is taken by " + holder);
            return;
        }
        drafts.add(draft);
    }

    private @Nullable Draft correlation(Section document) {
        document.allowOnly(keys("correlation", "generate"));
        RuleMetadata metadata = new MetadataParser(document).parse();
        Section correlation = document.section("correlation");
        return correlation == null ? null : new CorrelationParser(document, correlation).parse(metadata);
    }

    private @Nullable Draft detection(Section document) {
        document.allowOnly(keys("logsource", "detection"));
        RuleMetadata metadata = new MetadataParser(document).parse();
        for (String key : List.of("logsource", "detection")) {
            if (!document.has(key)) {
                document.reject(key, "required");
            }
        }
        Map<String, String> logsource = Logsource.parse(document.section("logsource"));
        Section detection = document.section("detection");
        if (detection == null) {
            return null;
        }
        Function<String, Optional<String>> complaint =
                Logsource.isAccess(logsource) ? catalogue::complaint : field -> Optional.empty();
        Condition condition = new DetectionParser(detection, complaint).parse();
        Set<Surface> surfaces = Logsource.narrow(metadata.surfaces(), logsource);
        if (surfaces.isEmpty()) {
            document.reject("logsource", "the service is none of the rule's surfaces");
        }
        if (condition == null) {
            return null;
        }
        return new Draft.Detection(metadata.withSurfaces(surfaces), document, logsource, condition, detection.map());
    }

    private static List<String> keys(String... own) {
        List<String> keys = new ArrayList<>(MetadataParser.KEYS);
        keys.addAll(List.of(own));
        return keys;
    }
}
