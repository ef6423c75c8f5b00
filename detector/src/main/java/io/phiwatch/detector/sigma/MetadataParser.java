package io.phiwatch.detector.sigma;

import io.phiwatch.schema.Level;
import io.phiwatch.schema.Surface;
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

    private static final int MAX_TITLE = 256;
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Set<String> STATUSES = Set.of("stable", "test", "experimental", "deprecated", "unsupported");
    private static final Set<String> ENTITY_KINDS = Set.of("actor", "client", "route", "destination", "source");
    private static final RuleMetadata.Entity DEFAULT_ENTITY =
            new RuleMetadata.Entity("actor", List.of("actor.id|source.id"));

    private final Section document;

    MetadataParser(Section document) {
        this.document = document;
    }

    /** The metadata with an empty hash; of no use where anything was reported. */
    RuleMetadata parse() {
        String title = document.required("title");
        if (title.length() > MAX_TITLE) {
            document.reject("title", "longer than 256 characters");
        }
        String id = document.text("id");
        if (id != null && !UUID.matcher(id).matches()) {
            document.reject("id", "must be a UUID");
        }
        String status = document.text("status");
        if (status != null && !STATUSES.contains(status)) {
            document.reject("status", "must be one of " + sorted(STATUSES.stream()));
        }
        String name = document.text("name");
        String shortName = name != null ? name : id != null ? id : slug(title);
        Section phiwatch = document.section("phiwatch");
        if (phiwatch != null) {
            phiwatch.allowOnly(List.of("surfaces", "controls", "playbook", "entity"));
        }
        String description = document.text("description");
        return new RuleMetadata(
                id != null ? id : shortName,
                shortName,
                title,
                description == null ? "" : description.strip(),
                level(),
                document.text("author"),
                document.text("license"),
                "",
                document.texts("tags"),
                phiwatch == null ? List.of() : phiwatch.texts("controls"),
                document.texts("references"),
                document.texts("falsepositives"),
                phiwatch == null ? null : phiwatch.text("playbook"),
                surfaces(phiwatch),
                entity(phiwatch),
                document.reporter().file());
    }

    private Level level() {
        String text = document.text("level");
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
