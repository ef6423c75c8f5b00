package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.yaml.Yaml;
import io.phiwatch.detector.sigma.yaml.YamlException;
import io.phiwatch.detector.sigma.yaml.YamlReader;
import io.phiwatch.schema.Surface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parses files of Sigma rules, correlations and filters. What can't be honoured is rejected with file, line, path and reason,
 * never approximated; one faulty document does not hide the faults of the others.
 */
public final class RuleParser {
    private static final String PLACEHOLDERS = "placeholders";
    private static final String HOLD = "hold";
    private static final Duration LONGEST_HOLD = Duration.ofDays(1);

    private final FieldCatalogue catalogue = FieldCatalogue.accessEvents();
    private final List<Reporter> reporters = new ArrayList<>();
    private final List<Draft> drafts = new ArrayList<>();
    private final List<Filter> filters = new ArrayList<>();
    private final Map<String, List<String>> placeholders;

    private RuleParser(Map<String, List<String>> placeholders) {
        this.placeholders = new HashMap<>(placeholders);
    }

    private record Document(Yaml node, Reporter reporter) {}

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

    /**
     * Parses files together: correlations may refer to rules of any of them, by id or name, and rules may use the
     * placeholders that a document of any of them lists, as in {@code placeholders: {admins: [ana, ben]}}.
     */
    public static Result parse(List<RuleFile> files) {
        return parse(files, Map.of());
    }

    /**
     * Parses files together, as {@link #parse(List)} does.
     *
     * @param placeholders the values that {@code %name%} stands for under the modifier {@code expand}, by name, written
     *     as Sigma values: wildcards count
     */
    public static Result parse(List<RuleFile> files, Map<String, List<String>> placeholders) {
        RuleParser parser = new RuleParser(placeholders);
        List<Document> documents =
                files.stream().flatMap(file -> parser.documents(file).stream()).toList();
        // First, since rules of any file may use them.
        documents.forEach(parser::readPlaceholders);
        documents.forEach(parser::read);
        List<Draft> filtered = FilterLinker.link(parser.drafts, parser.filters);
        List<Rule> rules = new Linker(filtered, parser.catalogue).link();
        List<RuleError> errors = parser.reporters.stream()
                .flatMap(reporter -> reporter.errors().stream())
                .toList();
        return new Result(rules, errors);
    }

    private List<Document> documents(RuleFile file) {
        Reporter reporter = new Reporter(file.name());
        reporters.add(reporter);
        try {
            List<Yaml> documents = YamlReader.read(file.text());
            if (documents.isEmpty()) {
                reporter.reject(1, "", "holds no rule");
            }
            return documents.stream()
                    .map(document -> new Document(document, reporter))
                    .toList();
        } catch (YamlException e) {
            reporter.reject(e.line(), "", String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private void readPlaceholders(Document written) {
        if (!(written.node instanceof Yaml.Mapping mapping) || mapping.entry(PLACEHOLDERS) == null) {
            return;
        }
        Section document = new Section(mapping, "", written.reporter);
        document.allowOnly(List.of(PLACEHOLDERS));
        Section lists = document.section(PLACEHOLDERS);
        for (Yaml.Entry list :
                lists == null ? List.<Yaml.Entry>of() : lists.map().entries()) {
            List<String> values = lists.texts(list.key());
            if (values.isEmpty()) {
                lists.reject(list.key(), "needs values");
            } else if (!Placeholders.isName(list.key())) {
                lists.reject(list.key(), "a name has letters, digits, '_' and '-'");
            } else if (placeholders.putIfAbsent(list.key(), values) != null) {
                lists.reject(list.key(), "there is such a list already");
            }
        }
    }

    private void read(Document written) {
        Reporter reporter = written.reporter;
        if (!(written.node instanceof Yaml.Mapping mapping)) {
            reporter.reject(written.node.line(), "", "a rule is a map");
            return;
        }
        if (mapping.entry(PLACEHOLDERS) != null) {
            return;
        }
        Section document = new Section(mapping, "", reporter);
        if (document.has("action")) {
            document.reject("action", "rule collections are no longer Sigma: write whole documents");
            return;
        }
        int before = reporter.count();
        if (document.has("filter")) {
            Filter filter = filter(document);
            if (filter != null && reporter.count() == before) {
                filters.add(filter);
            }
            return;
        }
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
        RuleMetadata metadata = new MetadataParser(document, ExtensionParser.KEYS).parse();
        Section correlation = document.section("correlation");
        return correlation == null ? null : new CorrelationParser(document, correlation).parse(metadata);
    }

    private @Nullable Draft detection(Section document) {
        document.allowOnly(keys("logsource", "detection"));
        RuleMetadata metadata = new MetadataParser(document, List.of(HOLD)).parse();
        Map<String, String> logsource = logsource(document);
        Duration hold = hold(document, logsource);
        Section detection = section(document, "detection");
        if (detection == null) {
            return null;
        }
        Placeholders lists = new Placeholders(placeholders);
        Condition condition = condition(detection, Logsource.isAccess(logsource), lists, Set.of());
        Set<Surface> surfaces = Logsource.narrow(metadata.surfaces(), logsource);
        if (surfaces.isEmpty()) {
            document.reject("logsource", "the service is none of the rule's surfaces");
        }
        if (condition == null) {
            return null;
        }
        Draft.Written written = new Draft.Written(detection.map(), lists.used());
        return new Draft.Detection(
                metadata.withSurfaces(surfaces), document, logsource, condition, written, hold, List.of());
    }

    private static Duration hold(Section document, Map<String, String> logsource) {
        Section phiwatch = document.section("phiwatch");
        String text = phiwatch == null ? null : phiwatch.text(HOLD);
        if (phiwatch == null || text == null) {
            return Duration.ZERO;
        }
        Optional<Duration> hold = Timespan.parse(text).filter(it -> it.compareTo(LONGEST_HOLD) <= 0);
        if (hold.isEmpty() || hold.get().isZero()) {
            phiwatch.reject(HOLD, "must be a whole number of s, m, h or d, such as 15m, and at most 1d");
        } else if (!Logsource.isAccess(logsource)) {
            phiwatch.reject(HOLD, "goes with rules over access events only: others have no context");
        }
        return hold.orElse(Duration.ZERO);
    }

    private @Nullable Filter filter(Section document) {
        document.allowOnly(keys("logsource", "filter"));
        RuleMetadata metadata = new MetadataParser(document, List.of()).parse();
        Map<String, String> logsource = logsource(document);
        Section filter = section(document, "filter");
        if (filter == null) {
            return null;
        }
        List<String> rules = filter.texts("rules");
        if (rules.isEmpty()) {
            filter.reject("rules", "required: ids or names of rules, or any");
        }
        if (filter.map().value("condition") instanceof Yaml.Sequence) {
            filter.reject("condition", "the condition of a filter is one text");
        }
        Placeholders lists = new Placeholders(placeholders);
        Condition condition = condition(filter, Logsource.isAround(logsource), lists, Set.of("rules"));
        if (condition == null) {
            return null;
        }
        boolean isForAny = filter.map().value("rules") instanceof Yaml.Scalar && rules.equals(List.of("any"));
        Draft.Written written = new Draft.Written(filter.map(), lists.used());
        return new Filter(metadata, document, isForAny ? List.of() : rules, logsource, condition, written);
    }

    private static Map<String, String> logsource(Section document) {
        return Logsource.parse(section(document, "logsource"));
    }

    private static @Nullable Section section(Section document, String key) {
        if (!document.has(key)) {
            document.reject(key, "required");
        }
        return document.section(key);
    }

    private @Nullable Condition condition(
            Section section, boolean isAboutAccess, Placeholders lists, Set<String> others) {
        Function<String, Optional<String>> complaint = isAboutAccess ? catalogue::complaint : field -> Optional.empty();
        return new DetectionParser(section, new ItemParser(complaint, lists, section.reporter())).parse(others);
    }

    private static List<String> keys(String... own) {
        List<String> keys = new ArrayList<>(MetadataParser.KEYS);
        keys.addAll(List.of(own));
        return keys;
    }
}
