package io.phiwatch.detector.coverage;

import io.phiwatch.detector.sigma.Unmet;
import io.phiwatch.detector.sigma.ValueTest;
import io.phiwatch.schema.Surface;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one source can tell.
 *
 * @param surface of events of which its platform does not say the surface
 * @param facts by action the fields that events of it may have, and for each of them its values, none where it may have
 *     any; {@code attributes.*} stands for all attributes, the action {@code *} for all actions
 */
public record SourceFacts(
        String id,
        String platform,
        String tenant,
        String environment,
        Surface surface,
        Map<String, Map<String, Set<String>>> facts) {
    /** Stands for every action, or at the end of a name for every attribute. */
    public static final String ANY = "*";

    private static final String SURFACE = "surface";
    private static final String ATTRIBUTES = "attributes.";

    /** Every event has them, whatever its source tells. */
    private static final Set<String> OF_EVERY_EVENT = Set.of(
            "event.id",
            "event.time",
            "event.received",
            "source.max_delay",
            "source.repeats",
            "clock_skew",
            "attributes");

    /** What stands in a field that the source does not tell. */
    private static final Map<String, Object> UNSAID = Map.of(
            "outcome", "success",
            "actor.kind", "anonymous",
            "client.network", "unknown",
            "destination.relation", "unknown",
            "phi.count", 0,
            "phi.tier", 0);

    /** Fields of which every event has one of the values listed. */
    private static final Set<String> CLOSED = Set.of("outcome", "actor.kind");

    public SourceFacts {
        facts = Map.copyOf(facts);
    }

    /** The actions that it tells. */
    Set<String> actions(Stream<String> all) {
        return facts.containsKey(ANY) ? all.collect(Collectors.toSet()) : facts.keySet();
    }

    /** The surfaces of events of that action. */
    Set<Surface> surfaces(String action) {
        Set<String> named = of(action).getOrDefault(SURFACE, Set.of());
        Set<Surface> surfaces = EnumSet.noneOf(Surface.class);
        named.stream().filter(name -> !name.isEmpty()).map(Surface::valueOf).forEach(surfaces::add);
        if (surfaces.isEmpty() || named.contains("")) {
            surfaces.add(surface);
        }
        return surfaces;
    }

    /** What events of that action can be, beside what the detector adds. */
    Unmet.Delivery delivery(String action) {
        return new OfAction(action);
    }

    private Map<String, Set<String>> of(String action) {
        return facts.getOrDefault(action, facts.getOrDefault(ANY, Map.of()));
    }

    /** Events of one action. */
    private final class OfAction implements Unmet.Delivery {
        private final String action;

        OfAction(String action) {
            this.action = action;
        }

        @Override
        public boolean mayPass(String field, ValueTest test) {
            if (OF_EVERY_EVENT.contains(field)) {
                return true;
            }
            List<String> own = ownValues(field);
            if (own != null) {
                return own.stream().anyMatch(test::test);
            }
            Set<String> values = told(field);
            boolean passesUnsaid = test.test(UNSAID.get(field));
            return values == null
                    ? passesUnsaid
                    : values.isEmpty()
                            || values.stream().anyMatch(test::test)
                            || (passesUnsaid && !CLOSED.contains(field));
        }

        @Override
        public boolean alwaysPasses(String field, ValueTest test) {
            List<String> own = ownValues(field);
            if (own != null) {
                return own.stream().allMatch(test::test);
            }
            Set<String> values = told(field);
            return values == null
                    ? test.test(UNSAID.get(field))
                    : CLOSED.contains(field)
                            && !values.isEmpty()
                            && values.stream().allMatch(test::test);
        }

        /** Values of fields that are the same for all events of the source, or one of a few; null for other fields. */
        private @Nullable List<String> ownValues(String field) {
            return switch (field) {
                case "action" -> List.of(action);
                case "source.id" -> List.of(id);
                case "source.platform" -> List.of(platform);
                case "tenant" -> List.of(tenant);
                case "environment" -> List.of(environment);
                case SURFACE -> surfaces(action).stream().map(Enum::name).toList();
                default -> null;
            };
        }

        private @Nullable Set<String> told(String field) {
            Map<String, Set<String>> fields = of(action);
            Set<String> values = fields.get(field);
            return values == null && field.startsWith(ATTRIBUTES) && fields.containsKey(ATTRIBUTES + ANY)
                    ? Set.of()
                    : values;
        }
    }
}
