package io.phiwatch.detector.coverage;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.schema.Surface;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What phiwatch is to catch, as {@code detections.yml} lists it.
 *
 * @param groups in the order of the file
 */
public record Catalogue(List<Group> groups) {
    private static final String RESOURCE = "detections.yml";

    public Catalogue {
        groups = List.copyOf(groups);
    }

    /** Detections of one kind. */
    public record Group(@JsonProperty("group") String name, List<Detection> detections) {
        public Group {
            detections = List.copyOf(detections);
        }
    }

    /**
     * Something to catch.
     *
     * @param missing why no rule catches it yet; null where one does
     * @param builtIn what tells of it that is no rule; null where rules do
     * @param surfaces of what is built in, as are {@code controls}, {@code playbook} and {@code drill}
     */
    public record Detection(
            String id,
            String title,
            @Nullable String missing,
            @JsonProperty("built_in") @Nullable String builtIn,
            @Nullable List<Surface> surfaces,
            @Nullable List<String> controls,
            @Nullable String playbook,
            @Nullable String drill) {}

    /**
     * A detection with what stands behind it.
     *
     * @param rules those that serve it and alert
     */
    public record Covered(
            Detection detection,
            List<Rule> rules,
            Set<Surface> surfaces,
            Set<String> controls,
            Set<String> playbooks,
            Set<String> drills) {}

    /** The list that phiwatch ships. */
    public static Catalogue bundled() {
        try (InputStream in = Objects.requireNonNull(Catalogue.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new Catalogue(new YAMLMapper().readValue(in, new TypeReference<>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them, in the order of the file. */
    public Stream<Detection> detections() {
        return groups.stream().flatMap(group -> group.detections().stream());
    }

    /** A detection with the rules of the set that serve it. */
    public Covered covered(Detection detection, RuleSet rules) {
        List<Rule> serving = rules.rules().stream()
                .filter(Rule::alerts)
                .filter(rule -> rule.metadata().detection().equals(detection.id()))
                .toList();
        return new Covered(
                detection,
                serving,
                union(serving, RuleMetadata::surfaces, detection.surfaces()),
                union(serving, RuleMetadata::controls, detection.controls()),
                union(serving, rule -> listOf(rule.playbook()), listOf(detection.playbook())),
                union(serving, rule -> List.of(rule.drill()), listOf(detection.drill())));
    }

    private static List<String> listOf(@Nullable String text) {
        return text == null ? List.of() : List.of(text);
    }

    private static <T extends Comparable<T>> Set<T> union(
            List<Rule> rules, Function<RuleMetadata, Collection<T>> of, @Nullable List<T> own) {
        return Stream.concat(
                        own == null ? Stream.empty() : own.stream(),
                        rules.stream().flatMap(rule -> of.apply(rule.metadata()).stream()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
