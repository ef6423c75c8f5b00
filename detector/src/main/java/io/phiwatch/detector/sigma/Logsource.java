package io.phiwatch.detector.sigma;

import io.phiwatch.schema.Surface;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which events a rule is about. Access events have category {@code access}, product {@code phiwatch}, and their surface
 * as service; heartbeats of sources have category {@code source}, product {@code phiwatch}.
 */
final class Logsource {
    private static final List<String> DIMENSIONS = List.of("category", "product", "service");
    private static final String CATEGORY = "access";
    private static final String SOURCES = "source";
    private static final String PRODUCT = "phiwatch";

    private Logsource() {}

    /** Whether rules of that log source are about access events. */
    static boolean isAccess(Map<String, String> logsource) {
        return CATEGORY.equals(logsource.get("category")) && PRODUCT.equals(logsource.getOrDefault("product", PRODUCT));
    }

    /** Whether rules of that log source are about sources as wholes: what their heartbeats tell. */
    static boolean isSource(Map<String, String> logsource) {
        return SOURCES.equals(logsource.get("category")) && PRODUCT.equals(logsource.get("product"));
    }

    static Map<String, String> parse(@Nullable Section logsource) {
        Map<String, String> dimensions = new LinkedHashMap<>();
        if (logsource == null) {
            return dimensions;
        }
        logsource.allowOnly(List.of("category", "product", "service", "definition"));
        for (String dimension : DIMENSIONS) {
            String value = logsource.text(dimension);
            if (value != null) {
                dimensions.put(dimension, value);
            }
        }
        if (dimensions.isEmpty()) {
            logsource
                    .reporter()
                    .reject(logsource.map().line(), logsource.path(), "names no category, product or service");
        } else if (isAccess(dimensions)
                && dimensions.containsKey("service")
                && service(dimensions).isEmpty()) {
            logsource.reject("service", "the service of access events is a surface");
        }
        return dimensions;
    }

    /** Whether a rule's log source has every dimension that the outer one names. */
    static boolean isInside(Map<String, String> logsource, Map<String, String> outer) {
        Map<String, String> inner = new HashMap<>(logsource);
        if (isAccess(logsource)) {
            inner.put("product", PRODUCT);
        }
        return DIMENSIONS.stream()
                .allMatch(dimension ->
                        !outer.containsKey(dimension) || outer.get(dimension).equals(inner.get(dimension)));
    }

    /** Whether any rule inside that log source is about access events, unless it names only a service. */
    static boolean isAround(Map<String, String> outer) {
        return isAccess(outer) || (PRODUCT.equals(outer.get("product")) && !outer.containsKey("category"));
    }

    /** The surfaces that are left of those once the service, where it names one, is respected. */
    static Set<Surface> narrow(Set<Surface> surfaces, Map<String, String> logsource) {
        Optional<Surface> service = isAccess(logsource) ? service(logsource) : Optional.empty();
        if (service.isEmpty()) {
            return surfaces;
        }
        Set<Surface> narrowed = EnumSet.of(service.get());
        narrowed.retainAll(surfaces);
        return narrowed;
    }

    private static Optional<Surface> service(Map<String, String> logsource) {
        return Stream.of(Surface.values())
                .filter(surface -> surface.name().equals(logsource.get("service")))
                .findFirst();
    }
}
