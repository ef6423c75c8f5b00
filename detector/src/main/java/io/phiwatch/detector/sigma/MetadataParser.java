package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.yaml.Yaml;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Surface;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a rule document says of itself. */
final class MetadataParser {
    /** Keys that any document may have. */
    static final List<String> KEYS = List.of(
            "title",
            "id",
            "name",
            "taxonomy",
            "related",
            "status",
            "description",
            "license",
            "author",
            "references",
            "date",
            "modified",
            "fields",
            "falsepositives",
            "level",
            "tags",
            "scope",
            "phiwatch",
            // where the public Sigma repository keeps the tests of a rule
            "regression_tests_path",
            "simulation");

    private static final int MAX_NAME = 256;
    private static final int MAX_DESCRIPTION = 65_535;
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Set<String> STATUSES = Set.of("stable", "test", "experimental", "deprecated", "unsupported");
    private static final Set<String> ENTITY_KINDS = Set.of("actor", "client", "route", "destination", "source");
    private static final RuleMetadata.Entity DEFAULT_ENTITY =
            new RuleMetadata.Entity("actor", List.of("actor.id|source.id"));

    private static final Pattern DATE = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])");
    private static final Pattern TAG = Pattern.compile("[a-z0-9_-]+\\.[a-z0-9._-]+");
    private static final Set<String> RELATIONS = Set.of("derived", "obsolete", "merged", "renamed", "similar");
    private static final List<String> PHIWATCH_KEYS =
            List.of("surfaces", "controls", "playbook", "entity", "detection", "drill");

    private final Section document;
    private final List<String> extensions;

    /**
     * Reads one document.
     *
     * @param extensions keys that its {@code phiwatch:} map may have, beside those of every rule
     */
    MetadataParser(Section document, List<String> extensions) {
        this.document = document;
        this.extensions = extensions;
    }

    /** The metadata with an empty hash; of no use where anything was reported. */
    RuleMetadata parse() {
        String title = shorterThan("title", MAX_NAME);
        if (title == null || title.isBlank()) {
            document.required("title");
            title = "";
        }
        String id = document.plainText("id");
        if (id != null && !UUID.matcher(id).matches()) {
            document.reject("id", "must be a UUID");
        }
        checkDocumentation();
        String name = shorterThan("name", MAX_NAME);
        if (name != null && name.isBlank()) {
            document.reject("name", "is empty");
        }
        String shortName = name != null ? name : id != null ? id : slug(title);
        Section phiwatch = document.section("phiwatch");
        if (phiwatch != null) {
            List<String> known = new ArrayList<>(PHIWATCH_KEYS);
            known.addAll(extensions);
            phiwatch.allowOnly(known);
        }
        String description = shorterThan("description", MAX_DESCRIPTION);
        return new RuleMetadata(
                id != null ? id : shortName,
                shortName,
                title,
                description == null ? "" : description.strip(),
                level(),
                document.plainText("author"),
                document.plainText("license"),
                "",
                tags(),
                phiwatch == null ? List.of() : phiwatch.texts("controls"),
                document.list("references"),
                document.texts("falsepositives"),
                phiwatch == null ? null : phiwatch.text("playbook"),
                textOr(phiwatch, "detection", shortName),
                textOr(phiwatch, "drill", shortName),
                surfaces(phiwatch),
                entity(phiwatch),
                document.reporter().file());
    }

    private static String textOr(@Nullable Section section, String key, String otherwise) {
        String text = section == null ? null : section.text(key);
        return text == null ? otherwise : text;
    }

    /** What no field of the metadata holds must be right all the same. */
    private void checkDocumentation() {
        String status = document.plainText("status");
        if (status != null && !STATUSES.contains(status)) {
            document.reject("status", "must be one of " + sorted(STATUSES.stream()));
        }
        for (String key : List.of("date", "modified")) {
            String date = document.plainText(key);
            if (date != null && !DATE.matcher(date).matches()) {
                document.reject(key, "must be a date such as 2026-01-31");
            }
        }
        shorterThan("taxonomy", MAX_NAME);
        document.list("fields");
        document.list("scope");
        checkRelated();
    }

    private void checkRelated() {
        Yaml related = document.map().value("related");
        if (related == null) {
            return;
        }
        if (!(related instanceof Yaml.Sequence sequence)) {
            document.reject("related", "must be a list");
            return;
        }
        for (Yaml item : sequence.items()) {
            if (!(item instanceof Yaml.Mapping mapping)) {
                document.reporter().reject(item.line(), "related", "must be a list of maps with id and type");
                continue;
            }
            Section relation = new Section(mapping, "related", document.reporter());
            relation.allowOnly(List.of("id", "type"));
            if (!UUID.matcher(relation.required("id")).matches()) {
                relation.reject("id", "must be a UUID");
            }
            if (!RELATIONS.contains(relation.required("type"))) {
                relation.reject("type", "must be one of " + sorted(RELATIONS.stream()));
            }
        }
    }

    private List<String> tags() {
        List<String> tags = document.list("tags");
        tags.stream()
                .filter(tag -> !TAG.matcher(tag).matches())
                .forEach(tag ->
                        document.reject("tags", "'" + tag + "' is no tag: lower case, and a namespace before a dot"));
        return tags;
    }

    private @Nullable String shorterThan(String key, int length) {
        String text = document.plainText(key);
        if (text != null && text.length() > length) {
            document.reject(key, "longer than " + length + " characters");
        }
        return text;
    }

    private Level level() {
        String text = document.plainText("level");
        if (text == null) {
            return Level.medium;
        }
        for (Level level : Level.values()) {
            if (level.name().equals(text)) {
                return level;
            }
        }
        document.reject(
                "level", "must be one of " + sorted(Stream.of(Level.values()).map(Level::name)));
        return Level.medium;
    }

    private Set<Surface> surfaces(@Nullable Section phiwatch) {
        Set<Surface> surfaces = EnumSet.noneOf(Surface.class);
        if (phiwatch != null && phiwatch.has("surfaces")) {
            for (String text : phiwatch.texts("surfaces")) {
                Stream.of(Surface.values())
                        .filter(surface -> surface.name().equals(text))
                        .findFirst()
                        .ifPresentOrElse(surfaces::add, () -> rejectSurface(phiwatch, text));
            }
            if (surfaces.isEmpty()) {
                phiwatch.reject("surfaces", "names no surface");
            }
            return surfaces;
        }
        return EnumSet.allOf(Surface.class);
    }

    private static void rejectSurface(Section phiwatch, String text) {
        List<String> known = Stream.of(Surface.values()).map(Surface::name).toList();
        phiwatch.reject("surfaces", "no surface is named '" + text + "'" + Reporter.didYouMean(text, known));
    }

    private static RuleMetadata.Entity entity(@Nullable Section phiwatch) {
        Section entity = phiwatch == null ? null : phiwatch.section("entity");
        if (entity == null) {
            return DEFAULT_ENTITY;
        }
        entity.allowOnly(List.of("kind", "fields"));
        String kind = entity.required("kind");
        if (!kind.isEmpty() && !ENTITY_KINDS.contains(kind)) {
            entity.reject("kind", "must be one of " + sorted(ENTITY_KINDS.stream()));
        }
        List<String> fields = entity.texts("fields");
        if (fields.isEmpty()) {
            entity.reject("fields", "required");
        }
        return new RuleMetadata.Entity(kind, fields);
    }

    private static String sorted(Stream<String> words) {
        return String.join(", ", words.sorted().toList());
    }

    private static String slug(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    }
}
