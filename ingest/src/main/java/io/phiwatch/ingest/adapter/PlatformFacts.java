package io.phiwatch.ingest.adapter;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the events of each platform can hold: for each action the fields, by the names that rules use, and for fields of few
 * values the values. Kept in {@code facts.yml}; the tests of the adapters hold every event that they read against it.
 */
public final class PlatformFacts {
    private static final String RESOURCE = "facts.yml";

    /** Fields of which the values are listed, too. */
    private static final Set<String> LISTED = Set.of("outcome", "actor.kind", "object.type", "surface", "phi.places");

    private static final Map<String, Map<String, Map<String, Set<String>>>> BUNDLED = read();

    private PlatformFacts() {}

    /**
     * The fields of the platform's events by action, with their values, none where they may have any.
     *
     * @throws IllegalArgumentException where no platform is called that
     */
    public static Map<String, Map<String, Set<String>>> of(String platform) {
        Map<String, Map<String, Set<String>>> facts = BUNDLED.get(platform);
        if (facts == null) {
            throw new IllegalArgumentException("no platform is called " + platform);
        }
        return facts;
    }

    private static Map<String, Map<String, Map<String, Set<String>>>> read() {
        try (InputStream in = Objects.requireNonNull(PlatformFacts.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            Map<String, Map<String, List<String>>> file = new YAMLMapper().readValue(in, new TypeReference<>() {});
            Map<String, Map<String, Map<String, Set<String>>>> all = new TreeMap<>();
            file.forEach((platforms, actions) ->
                    Stream.of(platforms.split(",")).forEach(platform -> all.put(platform.strip(), byAction(actions))));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Map<String, Set<String>>> byAction(Map<String, List<String>> actions) {
        Map<String, Map<String, Set<String>>> byAction = new TreeMap<>();
        actions.forEach((action, facts) -> byAction.put(action, byField(facts)));
        return byAction;
    }

    private static Map<String, Set<String>> byField(List<String> facts) {
        Map<String, Set<String>> fields = new LinkedHashMap<>();
        for (String fact : facts) {
            int equals = fact.indexOf('=');
            String field = equals < 0 ? fact : fact.substring(0, equals);
            Set<String> values = fields.computeIfAbsent(field, name -> new TreeSet<>());
            if (equals >= 0 && LISTED.contains(field)) {
                Stream.of(fact.substring(equals + 1).split("\\|", -1)).forEach(values::add);
            }
        }
        return fields;
    }
}
