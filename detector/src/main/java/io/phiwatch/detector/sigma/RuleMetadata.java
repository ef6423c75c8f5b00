package io.phiwatch.detector.sigma;

import io.phiwatch.schema.Level;
import io.phiwatch.schema.Surface;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says of itself, in the terms of the Sigma specification 2.1, plus the {@code phiwatch:} map.
 *
 * @param id UUID of the rule, or its name where it has none
 * @param name short name, such as {@code phi-bulk-read}
 * @param hash semantic hash, lower-case hex: the same for the same meaning, whatever the layout of the file
 * @param detection what the rule detects, by its name in the catalogue of detections; several rules may serve one
 * @param drill name of the scenario that makes the rule fire
 * @param entity what one incident is about
 * @param file where the rule was read from
 */
public record RuleMetadata(
        String id,
        String name,
        String title,
        String description,
        Level level,
        @Nullable String author,
        @Nullable String license,
        String hash,
        List<String> tags,
        List<String> controls,
        List<String> references,
        List<String> falsePositives,
        @Nullable String playbook,
        String detection,
        String drill,
        Set<Surface> surfaces,
        Entity entity,
        String file) {
    public RuleMetadata {
        tags = List.copyOf(tags);
        controls = List.copyOf(controls);
        references = List.copyOf(references);
        falsePositives = List.copyOf(falsePositives);
        surfaces = Set.copyOf(surfaces);
    }

    RuleMetadata withHash(String semanticHash) {
        return with(semanticHash, surfaces, level);
    }

    RuleMetadata withSurfaces(Set<Surface> narrowed) {
        return with(hash, narrowed, level);
    }

    RuleMetadata withLevel(Level other) {
        return with(hash, surfaces, other);
    }

    private RuleMetadata with(String newHash, Set<Surface> newSurfaces, Level newLevel) {
        return new RuleMetadata(
                id,
                name,
                title,
                description,
                newLevel,
                author,
                license,
                newHash,
                tags,
                controls,
                references,
                falsePositives,
                playbook,
                detection,
                drill,
                newSurfaces,
                entity,
                file);
    }

    /**
     * The thing that one incident is about.
     *
     * @param kind actor, client, route, destination or source
     * @param fields event fields whose values, joined, are its identity; the first of {@code a|b} that is there counts
     */
    public record Entity(String kind, List<String> fields) {
        public Entity {
            fields = List.copyOf(fields);
        }
    }
}
