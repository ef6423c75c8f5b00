package io.phiwatch.detector.sigma;

import io.phiwatch.schema.Surface;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an event comes from, which says what rules it can match at all. Routes have value equality; a stream has few
 * different ones.
 */
public sealed interface Route {
    /** An event of unknown origin, which any rule may match. */
    Route ANY = new Logsource(null, null, null);

    /** Whether events of this route can match the rule. */
    boolean leadsTo(DetectionRule rule);

    /** Access events of one surface. */
    record OfSurface(Surface surface) implements Route {
        @Override
        public boolean leadsTo(DetectionRule rule) {
            return rule.metadata().surfaces().contains(surface);
        }
    }

    /** The dimensions of a Sigma log source; a dimension that is not known is null, and narrows nothing down. */
    record Logsource(
            @Nullable String category,
            @Nullable String product,
            @Nullable String service) implements Route {
        @Override
        public boolean leadsTo(DetectionRule rule) {
            Map<String, String> named = rule.logsource();
            return agree(category, named.get("category"))
                    && agree(product, named.get("product"))
                    && agree(service, named.get("service"));
        }

        private static boolean agree(@Nullable String known, @Nullable String named) {
            return known == null || named == null || known.equals(named);
        }
    }
}
