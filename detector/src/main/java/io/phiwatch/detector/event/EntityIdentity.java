package io.phiwatch.detector.event;

import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.detector.sigma.RuleMetadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Identity of the thing that a rule's incidents are about: the values of its fields, joined by {@code |}; of {@code a|b}
 * the first that is there. An event that has none of them stands for its source.
 */
final class EntityIdentity {
    private static final String SEPARATOR = "|";

    private final List<List<Fields.Accessor<EnrichedEvent>>> fields;

    EntityIdentity(RuleMetadata.Entity entity, Fields<EnrichedEvent> names) {
        this.fields = entity.fields().stream()
                .map(alternatives -> Arrays.stream(alternatives.split("\\|"))
                        .map(String::strip)
                        .map(names::accessor)
                        .toList())
                .toList();
    }

    String of(EnrichedEvent event) {
        List<String> values = new ArrayList<>(fields.size());
        boolean isKnown = false;
        for (List<Fields.Accessor<EnrichedEvent>> alternatives : fields) {
            String value = firstPresent(alternatives, event);
            isKnown |= value != null;
            values.add(value == null ? "" : value);
        }
        return isKnown ? String.join(SEPARATOR, values) : event.access().getSourceId();
    }

    private static @Nullable String firstPresent(
            List<Fields.Accessor<EnrichedEvent>> alternatives, EnrichedEvent event) {
        for (Fields.Accessor<EnrichedEvent> alternative : alternatives) {
            List<String> values = FieldValues.of(alternative.get(event));
            if (!values.isEmpty()) {
                return values.getFirst();
            }
        }
        return null;
    }
}
